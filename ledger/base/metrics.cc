#include "ledger/base/metrics.h"

#include <algorithm>
#include <set>

#include "ledger/base/check.h"

namespace ledger {
namespace {

bool is_metric_name(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz_";
  return !name.empty() &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") == std::string_view::npos &&
         kLetters.find(name.front()) != std::string_view::npos;
}

// Exact decimal seconds, without trailing zeros: 2500 -> "0.0025".
std::string seconds_text(std::int64_t micros) {
  std::string fraction = std::to_string(1'000'000 + micros % 1'000'000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  const std::string whole = std::to_string(micros / 1'000'000);
  return fraction.empty() ? whole : whole + "." + fraction;
}

std::string escaped_help(std::string_view help) {
  std::string text;
  for (const char c : help) {
    if (c == '\\') {
      text += "\\\\";
    } else if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text;
}

void append_sample(std::string& out, std::string_view name, std::string_view labels,
                   const std::string& number) {
  out += name;
  if (!labels.empty()) {
    out += '{';
    out += labels;
    out += '}';
  }
  out += ' ';
  out += number;
  out += '\n';
}

void append_samples(std::string& out, const std::string& name, const std::string& labels,
                    const Counter& metric) {
  append_sample(out, name, labels, std::to_string(metric.total()));
}

void append_samples(std::string& out, const std::string& name, const std::string& labels,
                    const Gauge& metric) {
  append_sample(out, name, labels, std::to_string(metric.level()));
}

void append_samples(std::string& out, const std::string& name, const std::string& labels,
                    const Histogram& metric) {
  const auto snapshot = metric.snapshot();
  const auto& bounds = Histogram::bounds_micros();
  const std::string before_le = labels.empty() ? "" : labels + ",";
  for (std::size_t i = 0; i < snapshot.cumulative.size(); ++i) {
    const std::string bound = i < bounds.size() ? seconds_text(bounds[i]) : "+Inf";
    append_sample(out, name + "_bucket", std::string(before_le).append("le=\"").append(bound).append("\""),
                  std::to_string(snapshot.cumulative[i]));
  }
  append_sample(out, name + "_sum", labels, seconds_text(snapshot.sum_micros));
  append_sample(out, name + "_count", labels, std::to_string(snapshot.count));
}

// All samples of a name stand together behind one HELP and one TYPE line, as the text format demands.
template <typename List>
void append_family(std::string& out, const List& list, std::string_view type) {
  std::set<std::string_view> written;
  for (const auto& first : list) {
    if (!written.insert(first.name).second) continue;
    out += "# HELP " + first.name + " " + escaped_help(first.help) + "\n# TYPE " + first.name + " ";
    out += type;
    out += '\n';
    for (const auto& named : list) {
      if (named.name == first.name) append_samples(out, named.name, named.labels, named.metric);
    }
  }
}

template <typename List>
auto& find_or_add(List& list, std::string_view name, std::string_view help, std::string_view labels) {
  for (auto& named : list) {
    if (named.name == name && named.labels == labels) return named.metric;
  }
  return list.emplace_back(name, help, labels).metric;
}

template <typename List>
bool has_name(const List& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](const auto& named) { return named.name == name; });
}

}  // namespace

Histogram::Histogram() : buckets_(bounds_micros().size() + 1) {}

const std::vector<std::int64_t>& Histogram::bounds_micros() {
  static const std::vector<std::int64_t> kBounds = {
      100,    250,     500,     1'000,   2'500,     5'000,     10'000,    25'000,
      50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000};
  return kBounds;
}

void Histogram::observe_micros(std::int64_t micros) {
  // A duration below zero is a clock's fault; it must not make the sum go back.
  const std::int64_t observed = std::max<std::int64_t>(micros, 0);
  const auto& bounds = bounds_micros();
  const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), observed) - bounds.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_micros_.fetch_add(observed, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot snapshot;
  for (const auto& bucket : buckets_) {
    snapshot.count += bucket.load(std::memory_order_relaxed);
    snapshot.cumulative.push_back(snapshot.count);
  }
  snapshot.sum_micros = sum_micros_.load(std::memory_order_relaxed);
  return snapshot;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, std::string_view labels) {
  const MutexLock lock(mutex_);
  LEDGER_CHECK(is_metric_name(name) && !has_name(gauges_, name) && !has_name(histograms_, name));
  return find_or_add(counters_, name, help, labels);
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, std::string_view labels) {
  const MutexLock lock(mutex_);
  LEDGER_CHECK(is_metric_name(name) && !has_name(counters_, name) && !has_name(histograms_, name));
  return find_or_add(gauges_, name, help, labels);
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, std::string_view labels) {
  const MutexLock lock(mutex_);
  LEDGER_CHECK(is_metric_name(name) && !has_name(counters_, name) && !has_name(gauges_, name));
  return find_or_add(histograms_, name, help, labels);
}

std::string Metrics::render() const {
  const MutexLock lock(mutex_);
  std::string out;
  append_family(out, counters_, "counter");
  append_family(out, gauges_, "gauge");
  append_family(out, histograms_, "histogram");
  return out;
}

}  // namespace ledger
