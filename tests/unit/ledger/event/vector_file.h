// Golden vectors of tests/vectors/event: one JSON object per line, see the README there. Shared by the tests
// of ledger/event and security.
#pragma once

#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "ledger/base/json_reader.h"
#include "ledger/base/status.h"

namespace ledger {

inline std::vector<JsonValue> read_vectors(const std::string& file_name) {
  std::vector<JsonValue> rows;
  std::ifstream file(std::string(DAICHO_EVENT_VECTORS) + "/" + file_name);
  for (std::string line; std::getline(file, line);) {
    Result<JsonValue> row = read_json(line);
    if (!row.ok() || row->text("name").empty()) {
      ADD_FAILURE() << file_name << ": unreadable row " << rows.size() << ": " << row.status().to_string();
      return {};
    }
    rows.push_back(*std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << file_name << " is missing";
  return rows;
}

inline bool is_refusal(const JsonValue& row) {
  return row.find("reason") != nullptr;
}

// Code, reason and, where the row names one, the pointer.
inline void expect_refused_as(const JsonValue& row, const Status& status, StatusCode code) {
  EXPECT_EQ(status.reason(), row.text("reason")) << status.to_string();
  EXPECT_EQ(status.code(), code);
  EXPECT_FALSE(status.message().empty());
  if (row.find("pointer") != nullptr) {
    EXPECT_EQ(status.pointer(), row.text("pointer"));
  }
}

}  // namespace ledger
