// The rows of the route table for the read models themselves, beside routes.cc for its size.
//
// Private to routes.cc. Constants.
#pragma once

#include <array>

#include "api/handlers.h"

namespace api {

inline constexpr std::array kProjectionParameters = {
    RouteParameter{"name", "path", true, R"({"type":"string"})", "projection, e.g. state_history",
                   "集計の名前（例 state_history）"}};

inline constexpr Route kProjectionsRoute{.method = "GET",
                                         .pattern = "/v1/projections",
                                         .operation_id = "list_projections",
                                         .handler = list_projections,
                                         .action = security::Action::kMetricsRead,
                                         .served_read_only = false,
                                         .response_type = "application/json",
                                         .response_schema = "Projections",
                                         .summary_en = "The read models: version, size, parked, rebuilds",
                                         .summary_ja = "集計の版・件数・保留・作り直しの状況"};
inline constexpr Route kProjectionRoute{
    .method = "GET",
    .pattern = "/v1/projections/{name}",
    .operation_id = "get_projection",
    .handler = get_projection,
    .action = security::Action::kMetricsRead,
    .served_read_only = false,
    .parameters = kProjectionParameters,
    .response_type = "application/json",
    .response_schema = "Projection",
    .summary_en = "One read model; Prefer: wait=N until its rebuild has ended",
    .summary_ja = "一つの集計の状況（Prefer: wait=N は作り直しの終わりを待つ）"};
inline constexpr Route kRebuildRoute{
    .method = "POST",
    .pattern = "/v1/projections/{name}/rebuild",
    .operation_id = "rebuild_projection",
    .handler = rebuild_projection,
    .action = security::Action::kOperations,
    .served_read_only = false,
    .parameters = kProjectionParameters,
    .success = 202,
    .response_type = "application/json",
    .response_schema = "Projection",
    .summary_en = "Rebuild a read model beside the rows that answer, which it then replaces",
    .summary_ja = "集計を作り直す（完了まで元の集計が答える）"};

}  // namespace api
