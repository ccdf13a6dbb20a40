// Request file: complete HTTP requests, made beforehand and mapped into memory, so that sending them costs
// the load client nothing but the system call.
//
// Place in the flow: `daicho-bench requests` writes it, load client and limits read it. Each record is
// {u32 events}{u32 bytes}{request}. Written by one thread; a mapped file is immutable, any thread reads.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"

namespace bench {

struct HttpRequest {
  std::string_view text;     // head and body
  std::uint32_t events = 0;  // that a 201 acknowledges
  std::string_view body() const;
};

class RequestFileWriter {
 public:
  // unavailable file.io
  static ledger::Result<RequestFileWriter> create(const std::string& path);
  ledger::Status add(std::uint32_t events, std::string_view request);
  ledger::Status close();

 private:
  explicit RequestFileWriter(std::FILE* file) : file_(file, &std::fclose) {}
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

class RequestFile {
 public:
  // unavailable file.io; invalid_argument bench.request_file
  static ledger::Result<RequestFile> open(const std::string& path);
  RequestFile(RequestFile&& other) noexcept;
  RequestFile& operator=(RequestFile&&) = delete;
  RequestFile(const RequestFile&) = delete;
  ~RequestFile();

  std::size_t size() const { return requests_.size(); }
  const HttpRequest& operator[](std::size_t index) const { return requests_[index]; }

 private:
  RequestFile(const char* data, std::size_t bytes) : data_(data), bytes_(bytes) {}
  const char* data_;
  std::size_t bytes_;
  std::vector<HttpRequest> requests_;
};

// "POST /v1/events" with the given media type. Host is loopback without a port: the door doesn't compare it.
std::string post_events(std::string_view media_type, std::string_view body);

}  // namespace bench
