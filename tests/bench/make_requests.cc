#include "tests/bench/make_requests.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "tests/bench/request_file.h"

namespace bench {
namespace {

constexpr std::uint64_t kChunkEvents = 20'000;

const char* media_type(WayIn way, bool batch) {
  if (batch) return "application/x-ndjson";
  return way == WayIn::kAttested ? "application/json" : "application/sd-jwt";
}

ledger::Result<std::string> make_request(const EventMaker& maker, const RequestOptions& options,
                                         std::uint64_t first) {
  std::string body;
  for (std::uint64_t i = 0; i < options.batch; ++i) {
    LEDGER_ASSIGN(const std::string event, maker.event(first + i, options.way));
    if (i > 0) body += '\n';
    body += event;
  }
  return post_events(media_type(options.way, options.batch > 1), body);
}

// Requests of one chunk, in order; `cores` threads take every cores-th.
ledger::Result<std::vector<std::string>> make_chunk(const EventMaker& maker, const RequestOptions& options,
                                                    std::uint64_t first, std::size_t requests) {
  std::vector<std::string> made(requests);
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<ledger::Status> ends(cores);
  {
    std::vector<std::jthread> threads;
    for (std::size_t core = 0; core < cores; ++core) {
      threads.emplace_back([&, core] {
        for (std::size_t i = core; i < requests; i += cores) {
          auto request = make_request(maker, options, first + i * options.batch);
          if (!request.ok()) {
            ends[core] = request.status();
            return;
          }
          made[i] = std::move(request).value();
        }
      });
    }
  }
  for (const ledger::Status& end : ends) LEDGER_TRY(end);
  return made;
}

}  // namespace

ledger::Status make_requests(const EventMaker& maker, const RequestOptions& options) {
  LEDGER_ASSIGN(RequestFileWriter file, RequestFileWriter::create(options.out));
  const std::uint64_t chunk = std::max<std::uint64_t>(1, kChunkEvents / options.batch);
  for (std::uint64_t done = 0, all = options.events / options.batch; done < all;) {
    const std::uint64_t now = std::min(chunk, all - done);
    LEDGER_ASSIGN(const auto made, make_chunk(maker, options, options.first + done * options.batch, now));
    for (const std::string& request : made) LEDGER_TRY(file.add(options.batch, request));
    done += now;
  }
  return file.close();
}

ledger::Status make_reads(const EventMaker& maker, const RequestOptions& options, const std::string& person) {
  LEDGER_ASSIGN(RequestFileWriter file, RequestFileWriter::create(options.out));
  const std::uint64_t distinct = options.distinct == 0 ? options.events : options.distinct;
  for (std::uint64_t i = 0; i < options.events; ++i) {
    LEDGER_TRY(file.add(1, "GET /v1/events/" + maker.event_id(options.first + i % distinct) +
                               "?fields=all HTTP/1.1\r\nHost: 127.0.0.1\r\nDaicho-Purpose: support\r\n"
                               "Daicho-Person: " +
                               person + "\r\n\r\n"));
  }
  return file.close();
}

}  // namespace bench
