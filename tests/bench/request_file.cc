#include "tests/bench/request_file.h"

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

ledger::Status file_problem(const std::string& path) {
  return ledger::unavailable("file.io", path + ": " + std::strerror(errno));
}

}  // namespace

std::string_view HttpRequest::body() const {
  return text.substr(text.find(kHeadEnd) + kHeadEnd.size());
}

ledger::Result<RequestFileWriter> RequestFileWriter::create(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return file_problem(path);
  return RequestFileWriter(file);
}

ledger::Status RequestFileWriter::add(std::uint32_t events, std::string_view request) {
  const std::uint32_t head[2] = {events, static_cast<std::uint32_t>(request.size())};
  if (std::fwrite(head, sizeof head, 1, file_.get()) != 1 ||
      std::fwrite(request.data(), request.size(), 1, file_.get()) != 1) {
    return file_problem("request file");
  }
  return ledger::Status();
}

ledger::Status RequestFileWriter::close() {
  return std::fflush(file_.get()) == 0 ? ledger::Status() : file_problem("request file");
}

ledger::Result<RequestFile> RequestFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return file_problem(path);
  struct stat about {};
  void* data = MAP_FAILED;
  if (::fstat(file, &about) == 0 && about.st_size > 0) {
    data = ::mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_PRIVATE | MAP_POPULATE,
                  file, 0);
  }
  ::close(file);
  if (data == MAP_FAILED) return file_problem(path);
  RequestFile mapped(static_cast<const char*>(data), static_cast<std::size_t>(about.st_size));
  for (std::size_t at = 0; at < mapped.bytes_;) {
    std::uint32_t head[2];
    if (mapped.bytes_ - at < sizeof head) return ledger::invalid("bench.request_file", path + ": cut");
    std::memcpy(head, mapped.data_ + at, sizeof head);
    at += sizeof head;
    if (mapped.bytes_ - at < head[1]) return ledger::invalid("bench.request_file", path + ": cut");
    mapped.requests_.push_back({std::string_view(mapped.data_ + at, head[1]), head[0]});
    at += head[1];
  }
  return mapped;
}

RequestFile::RequestFile(RequestFile&& other) noexcept
    : data_(other.data_), bytes_(other.bytes_), requests_(std::move(other.requests_)) {
  other.data_ = nullptr;
}

RequestFile::~RequestFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), bytes_);
}

std::string post_events(std::string_view media_type, std::string_view body) {
  std::string request = "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ";
  request.append(media_type).append("\r\nContent-Length: ").append(std::to_string(body.size()));
  return request.append(kHeadEnd).append(body);
}

}  // namespace bench
