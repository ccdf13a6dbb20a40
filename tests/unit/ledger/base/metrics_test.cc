// Goal: the rendered text is valid Prometheus text 0.0.4 whose histograms add up, and updates of many threads
// are all counted. Method: exact texts for small registries, a table of bucket boundaries, and threads.
#include "ledger/base/metrics.h"

#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ledger {
namespace {

TEST(Metrics, RendersNothingWhenEmpty) {
  EXPECT_EQ(Metrics().render(), "");
}

TEST(Metrics, RendersCountersAndGaugesGroupedByName) {
  Metrics metrics;
  metrics.counter("http_requests_total", "Requests answered.", "status=\"201\"").add(3);
  metrics.counter("checkpoints_total", "Checkpoints signed.").add();
  metrics.counter("http_requests_total", "Requests answered.", "status=\"400\"").add();
  metrics.gauge("queue_depth", "Submissions\nthat wait \\ here.").set(-2);
  EXPECT_EQ(metrics.render(),
            "# HELP http_requests_total Requests answered.\n"
            "# TYPE http_requests_total counter\n"
            "http_requests_total{status=\"201\"} 3\n"
            "http_requests_total{status=\"400\"} 1\n"
            "# HELP checkpoints_total Checkpoints signed.\n"
            "# TYPE checkpoints_total counter\n"
            "checkpoints_total 1\n"
            "# HELP queue_depth Submissions\\nthat wait \\\\ here.\n"
            "# TYPE queue_depth gauge\n"
            "queue_depth -2\n");
}

TEST(Metrics, TheSameNameAndLabelsGiveTheSameObject) {
  Metrics metrics;
  Counter& one = metrics.counter("a_total", "h", "x=\"1\"");
  EXPECT_EQ(&one, &metrics.counter("a_total", "h", "x=\"1\""));
  EXPECT_NE(&one, &metrics.counter("a_total", "h", "x=\"2\""));
  EXPECT_NE(&one, &metrics.counter("a_total", "h"));
  EXPECT_NE(&one, &metrics.counter("b_total", "h", "x=\"1\""));
}

// Other components keep references while more metrics are registered.
TEST(Metrics, ReferencesStayValidWhileMoreAreRegistered) {
  Metrics metrics;
  Counter& first = metrics.counter("first_total", "h");
  Histogram& histogram = metrics.histogram("first_seconds", "h");
  for (int i = 0; i < 500; ++i) {
    metrics.counter("more_total", "h", "i=\"" + std::to_string(i) + "\"");
    metrics.histogram("more_seconds", "h", "i=\"" + std::to_string(i) + "\"");
  }
  first.add(5);
  histogram.observe_micros(1);
  EXPECT_EQ(metrics.counter("first_total", "h").total(), 5U);
  EXPECT_EQ(metrics.histogram("first_seconds", "h").snapshot().count, 1U);
}

TEST(Metrics, RendersAHistogramInSeconds) {
  Metrics metrics;
  Histogram& plain = metrics.histogram("commit_seconds", "Group commit.");
  plain.observe_micros(100);
  plain.observe_micros(2'400);
  plain.observe_micros(60'000'000);
  EXPECT_EQ(metrics.render(),
            "# HELP commit_seconds Group commit.\n"
            "# TYPE commit_seconds histogram\n"
            "commit_seconds_bucket{le=\"0.0001\"} 1\n"
            "commit_seconds_bucket{le=\"0.00025\"} 1\n"
            "commit_seconds_bucket{le=\"0.0005\"} 1\n"
            "commit_seconds_bucket{le=\"0.001\"} 1\n"
            "commit_seconds_bucket{le=\"0.0025\"} 2\n"
            "commit_seconds_bucket{le=\"0.005\"} 2\n"
            "commit_seconds_bucket{le=\"0.01\"} 2\n"
            "commit_seconds_bucket{le=\"0.025\"} 2\n"
            "commit_seconds_bucket{le=\"0.05\"} 2\n"
            "commit_seconds_bucket{le=\"0.1\"} 2\n"
            "commit_seconds_bucket{le=\"0.25\"} 2\n"
            "commit_seconds_bucket{le=\"0.5\"} 2\n"
            "commit_seconds_bucket{le=\"1\"} 2\n"
            "commit_seconds_bucket{le=\"2.5\"} 2\n"
            "commit_seconds_bucket{le=\"5\"} 2\n"
            "commit_seconds_bucket{le=\"10\"} 2\n"
            "commit_seconds_bucket{le=\"+Inf\"} 3\n"
            "commit_seconds_sum 60.0025\n"
            "commit_seconds_count 3\n");
}

TEST(Metrics, PutsTheBoundBehindTheOtherLabels) {
  Metrics metrics;
  metrics.histogram("http_seconds", "h", "route=\"/v1/events\"");
  const std::string text = metrics.render();
  EXPECT_NE(text.find("http_seconds_bucket{route=\"/v1/events\",le=\"+Inf\"} 0\n"), std::string::npos);
  EXPECT_NE(text.find("http_seconds_sum{route=\"/v1/events\"} 0\n"), std::string::npos);
  EXPECT_NE(text.find("http_seconds_count{route=\"/v1/events\"} 0\n"), std::string::npos);
}

TEST(Histogram, ABoundBelongsToItsOwnBucket) {
  const auto& bounds = Histogram::bounds_micros();
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    for (const auto& [micros, bucket] : {std::pair(bounds[i], i), std::pair(bounds[i] + 1, i + 1)}) {
      Histogram histogram;
      histogram.observe_micros(micros);
      const auto snapshot = histogram.snapshot();
      ASSERT_EQ(snapshot.cumulative.size(), bounds.size() + 1);
      for (std::size_t k = 0; k < snapshot.cumulative.size(); ++k) {
        ASSERT_EQ(snapshot.cumulative[k], k < bucket ? 0U : 1U) << micros << " in bucket " << k;
      }
      ASSERT_EQ(snapshot.sum_micros, micros);
      ASSERT_EQ(snapshot.count, 1U);
    }
  }
}

TEST(Histogram, ADurationBelowZeroCountsAsZero) {
  Histogram histogram;
  histogram.observe_micros(-5);
  EXPECT_EQ(histogram.snapshot().sum_micros, 0);
  EXPECT_EQ(histogram.snapshot().cumulative.front(), 1U);
}

TEST(Metrics, CountsTheUpdatesOfAllThreads) {
  Metrics metrics;
  Counter& counter = metrics.counter("c_total", "h");
  Histogram& histogram = metrics.histogram("h_seconds", "h");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 10'000; ++round) {
        counter.add();
        histogram.observe_micros(round);
      }
    });
  }
  std::size_t rendered = 0;
  for (int i = 0; i < 20; ++i) rendered += metrics.render().size();
  for (auto& thread : threads) thread.join();
  EXPECT_GT(rendered, 0U);
  EXPECT_EQ(counter.total(), 40'000U);
  EXPECT_EQ(histogram.snapshot().count, 40'000U);
  EXPECT_EQ(histogram.snapshot().sum_micros, 4LL * 9'999 * 10'000 / 2);
}

TEST(MetricsDeathTest, AWrongNameOrTypeIsABug) {
  Metrics metrics;
  for (const char* name : {"", "1a", "a-b", "a b", "A", "é", "a{x=\"1\"}"}) {
    EXPECT_DEATH(metrics.counter(name, "h"), "check_failed") << name;
  }
  metrics.counter("taken", "h");
  EXPECT_DEATH(metrics.gauge("taken", "h"), "check_failed");
  EXPECT_DEATH(metrics.histogram("taken", "h"), "check_failed");
}

}  // namespace
}  // namespace ledger
