// Vectors: the golden files of tests/vectors as seeds.
//
// Reading fails loudly: a target without its vectors would fuzz nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

// The text member `name` of every row of tests/vectors/<path>: NDJSON, or one JSON array of objects. `hex`:
// the member is hexadecimal.
std::vector<std::string> vector_texts(std::string_view path, std::string_view name, bool hex = false);
// A whole file of tests/vectors.
std::string vector_file(std::string_view path);

}  // namespace fuzz
