#include "api/door_options.h"

#include <utility>

#include "api/request_framing.h"

namespace api {

using ledger::Status;

Status check_options(const ServerOptions& options) {
  const bool positive =
      options.threads > 0 && options.queue_capacity > 0 && options.connections_max > 0 &&
      options.connections_per_peer_max > 0 && options.keep_alive_requests_max > 0 &&
      options.bodies_bytes_max > 0 && options.answers_bytes_max > 0 && options.drained_bytes_max > 0 &&
      options.head_timeout_ms > 0 && options.body_timeout_ms > 0 && options.body_grace_ms > 0 &&
      options.body_bytes_per_s_min > 0 && options.request_timeout_ms > 0 && options.idle_timeout_ms > 0 &&
      options.target_bytes_max > 0 && options.head_bytes_max > 0 && options.header_count_max > 0 &&
      options.body_bytes_max > 0;
  if (!positive) return ledger::invalid("door.options", "every limit of the HTTP server must be above zero");
  if (options.head_timeout_ms > options.request_timeout_ms ||
      options.body_timeout_ms > options.request_timeout_ms) {
    return ledger::invalid("door.options",
                           "head_timeout_ms and body_timeout_ms must not exceed request_timeout_ms");
  }
  if (options.bodies_bytes_max < options.body_bytes_max) {
    return ledger::invalid("door.options", "bodies_bytes_max must have room for one largest body");
  }
  if (options.target_bytes_max + 64 > options.head_bytes_max) {
    return ledger::invalid("door.options",
                           "head_bytes_max must leave room for target_bytes_max and the fields");
  }
  return Status();
}

ledger::Result<std::vector<std::string>> read_hosts(const ServerOptions& options, bool loopback) {
  std::vector<std::string> names = options.allowed_hosts;
  if (names.empty()) {
    if (!loopback) {
      return ledger::invalid("door.allowed_hosts",
                             "outside loopback the host names that are served must be listed");
    }
    const bool is_ipv6 = options.host.find(':') != std::string::npos;
    names = {"localhost", "127.0.0.1", "[::1]", is_ipv6 ? "[" + options.host + "]" : options.host};
  }
  std::vector<std::string> hosts;
  for (const std::string& name : names) {
    std::optional<std::string> host = host_of(name);
    if (!host) {
      return ledger::invalid("door.allowed_hosts", "\"" + name + "\" is no host name")
          .want("a name, an IPv4 address or an IPv6 address in brackets");
    }
    hosts.push_back(*std::move(host));
  }
  return hosts;
}

ConnectionRules make_rules(const ServerOptions& options) {
  ConnectionRules rules;
  rules.framing = {options.target_bytes_max, options.head_bytes_max, options.header_count_max,
                   options.body_bytes_max};
  rules.head_timeout_micros = options.head_timeout_ms * 1000;
  rules.body_timeout_micros = options.body_timeout_ms * 1000;
  rules.body_grace_micros = options.body_grace_ms * 1000;
  rules.body_bytes_per_s_min = options.body_bytes_per_s_min;
  rules.request_timeout_micros = options.request_timeout_ms * 1000;
  rules.idle_timeout_micros = options.idle_timeout_ms * 1000;
  rules.keep_alive_requests_max = options.keep_alive_requests_max;
  return rules;
}

}  // namespace api
