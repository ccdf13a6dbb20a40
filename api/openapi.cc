#include <array>

#include "api/routes.h"
#include "ledger/base/json_writer.h"

namespace api {
namespace {

using ledger::JsonWriter;

struct Schema {
  std::string_view name;
  std::string_view json;
};

// Objects list what they always carry under `required`; the tests validate real answers against these.
constexpr std::array kSchemas = {
    Schema{
        "Problem",
        R"({"type":"object","required":["type","title","status","detail","code","request_id"],"properties":{)"
        R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
        R"("detail":{"type":"string"},)"
        R"("code":{"type":"string"},"rule":{"type":"string"},)"
        R"("progress":{"type":"array","items":{"type":"object","required":["projection","reached","of"],)"
        R"("properties":{"projection":{"type":"string"},"reached":{"type":"integer"},)"
        R"("of":{"type":"integer"}}}},)"
        R"("parameter":{"type":"object","required":["name","value","set_by"],"properties":{)"
        R"("name":{"type":"string"},"value":{"type":"integer"},"set_by":{"type":"string"}}},)"
        R"("request_id":{"type":"string"},"errors":{"type":"array",)"
        R"("items":{"type":"object","required":["pointer","code","detail"],)"
        R"("properties":{"pointer":{"type":"string"},)"
        R"("code":{"type":"string"},"detail":{"type":"string"},"expected":{"type":"string"}}}}}})"},
    Schema{"Receipt",
           R"({"type":"object","required":["id","position","recorded_at","leaf_hash"],"properties":{)"
           R"("id":{"type":"string"},"position":{"type":"integer"},)"
           R"("recorded_at":{"type":"string","format":"date-time"},)"
           R"("leaf_hash":{"type":"string","pattern":"^[0-9a-f]{64}$"},"entry":{"type":"string"},)"
           R"("proof":{"type":"string","description":"C2SP tlog-proof@v1"},)"
           R"("stored_before":{"type":"boolean"}}})"},
    Schema{"Receipts", R"({"oneOf":[{"$ref":"#/components/schemas/Receipt"},{"type":"object",)"
                       R"("required":["receipts"],"properties":{)"
                       R"("receipts":{"type":"array","items":{"$ref":"#/components/schemas/Receipt"}}}}]})"},
    Schema{"Event",
           R"({"type":"object","required":["id","type","stream","position","recorded_at",)"
           R"("leaf_hash","entry","payload"],)"
           R"("properties":{"id":{"type":"string"},"type":{"type":"string"},"stream":{"type":"string"},)"
           R"("position":{"type":"integer"},"recorded_at":{"type":"string"},"leaf_hash":{"type":"string"},)"
           R"("entry":{"type":"string"},"payload":{"type":"object"},"confidential":{"type":"object"},)"
           R"("disclosures":{"type":"array","items":{"type":"string"}},)"
           R"("withheld":{"type":"array","items":{"type":"string"}}}})"},
    Schema{"EventFeed",
           R"({"type":"object","required":["items","more","reflects"],"properties":{"items":{"type":"array",)"
           R"("items":{"$ref":"#/components/schemas/Event"}},"after":{"type":"integer"},)"
           R"("more":{"type":"boolean"},)"
           R"("reflects":{"type":"integer"}}})"},
    Schema{"Attachment",
           R"({"type":"object","required":["reference","subject","stored_before","receipt"],"properties":{)"
           R"("reference":{"type":"object","required":["attachment","sha256","media_type","bytes"],)"
           R"("description":"What a confidential field of an event holds to refer to it.","properties":{)"
           R"("attachment":{"type":"string"},"sha256":{"type":"string","pattern":"^[0-9a-f]{64}$"},)"
           R"("media_type":{"type":"string"},"bytes":{"type":"integer"}}},"subject":{"type":"string"},)"
           R"("stored_before":{"type":"boolean"},"receipt":{"$ref":"#/components/schemas/Receipt"}}})"},
    Schema{
        "Stream",
        R"({"type":"object","required":["stream","versions","items","next","more","reflects"],"properties":{)"
        R"("stream":{"type":"string"},"versions":{"type":"integer"},)"
        R"("items":{"type":"array","items":{"type":"object",)"
        R"("required":["position","id","type","recorded_at"]}},"next":{"type":"string"},)"
        R"("more":{"type":"boolean"},)"
        R"("reflects":{"type":"integer"}}})"},
    Schema{"Inclusion", R"({"type":"object","required":["position","size","hashes"],)"
                        R"("properties":{"position":{"type":"integer"},)"
                        R"("size":{"type":"integer"},"hashes":{"type":"array","items":{"type":"string"}},)"
                        R"("checkpoint":{"type":"string"}}})"},
    Schema{"Consistency",
           R"({"type":"object","required":["from","to","hashes"],"properties":{"from":{"type":"integer"},)"
           R"("to":{"type":"integer"},"hashes":{"type":"array","items":{"type":"string"}},)"
           R"("checkpoint":{"type":"string"}}})"},
    Schema{
        "State",
        R"({"type":"object","required":["kind","id","label","state","withheld","rests_on","rests_on_more",)"
        R"("rests_on_next","timeline","reflects"],)"
        R"("description":"A list in `state` is {items, more, next} and shows at most 100 records: with )"
        R"(`more` it is read on at <this path>/<its name>?cursor=<next>, of the very state that this answer )"
        R"(reflects. With `rests_on_more` the same question with rests_on_cursor=<rests_on_next> names the )"
        R"(events further back. A list named in timeline.not_covered holds more records than are shown, )"
        R"(whose changes are not all in the timeline.",)"
        R"("properties":{"kind":{"type":"string"},"id":{"type":"string"},)"
        R"("label":{"type":"object","required":["ja","en"]},"state":{"type":"object"},)"
        R"("withheld":{"type":"array","items":{"type":"object","required":["part","rule"]}},)"
        R"("rests_on":{"type":"array","items":{"type":"object","required":["position","id","type"],)"
        R"("properties":{"position":{"type":"integer"},"id":{"type":"string"},)"
        R"("type":{"type":"string"}}}},"rests_on_more":{"type":"boolean"},"rests_on_next":{"type":"string"},)"
        R"("timeline":{"type":"object","required":["items","next","more","withheld","not_covered"],)"
        R"("properties":{"items":{"type":"array","items":{"type":"object",)"
        R"("required":["position","id","type","stream","occurred_at","recorded_at","actor","data",)"
        R"("changed"],)"
        R"("properties":{"position":{"type":"integer"},"label":{"type":"object"},"data":{"type":"object"},)"
        R"("actor":{"type":"object","required":["person","role"]},)"
        R"("changed":{"type":"array","items":{"type":"object","required":["record","members"]}},)"
        R"("waits_for":{"type":"array","items":{"type":"string"}}}}},)"
        R"("next":{"type":"string"},"more":{"type":"boolean"},"withheld":{"type":"integer"},)"
        R"("not_covered":{"type":"array","items":{"type":"string"}}}},)"
        R"("reflects":{"type":"integer"}}})"},
    Schema{
        "StatePart",
        R"({"type":"object","required":["kind","id","label","part","items","more","next","withheld",)"
        R"("rests_on","rests_on_more","rests_on_next","reflects"],)"
        R"("description":"One page of one list. Its pages are of one state: the cursor holds the size that )"
        R"(the first was read at. Without `more` the list ends here.",)"
        R"("properties":{"kind":{"type":"string"},)"
        R"("id":{"type":"string"},"label":{"type":"object","required":["ja","en"]},)"
        R"("part":{"type":"string"},"items":{"type":"array","items":{"type":"object"}},)"
        R"("more":{"type":"boolean"},"next":{"type":"string"},)"
        R"("withheld":{"type":"array","items":{"type":"object","required":["part","rule"]}},)"
        R"("rests_on":{"type":"array","items":{"type":"object","required":["position","id","type"]}},)"
        R"("rests_on_more":{"type":"boolean"},"rests_on_next":{"type":"string"},)"
        R"("reflects":{"type":"integer"}}})"},
    Schema{"StateList",
           R"({"type":"object","required":["items","rests_on","rests_on_more","rests_on_next","next","more",)"
           R"("reflects"],)"
           R"("properties":{"items":{"type":"array","items":{"type":"object"}},)"
           R"("rests_on":{"type":"array","items":{"type":"object","required":["position","id","type"]}},)"
           R"("rests_on_more":{"type":"boolean"},"rests_on_next":{"type":"string"},)"
           R"("next":{"type":"string"},"more":{"type":"boolean"},)"
           R"("reflects":{"type":"integer"}}})"},
    Schema{"AccessPage",
           R"({"type":"object","required":["items","next","more","reflects"],)"
           R"("properties":{"items":{"type":"array","items":{)"
           R"("type":"object","required":["position","recorded_at","kind","event","actor",)"
           R"("purpose","record_ids",)"
           R"("field_classes","count"],"properties":{"position":{"type":"integer"},)"
           R"("recorded_at":{"type":"string"},)"
           R"("kind":{"type":"string","enum":["viewed","searched","log_viewed","denied","exported",)"
           R"("break_glass","break_glass_reviewed","append_rejected","figure_viewed"]},)"
           R"("break_glass_ref":{"type":"string"},)"
           R"("event":{"type":"string"},)"
           R"("actor":{"type":"object","required":["person","role"]},)"
           R"("purpose":{"type":"string"},"count":{"type":"integer"}}}},)"
           R"("next":{"type":"string"},"more":{"type":"boolean"},"reflects":{"type":"integer"}}})"},
    Schema{"Figures",
           R"({"type":"object","required":["question","about","period","ledger","answer","withheld_by",)"
           R"("reflects"],"description":"Lists inside `answer` are cut to `limit`; `<name>_count` is their )"
           R"(true length.","properties":{"question":{"type":"string"},"about":{"type":"string"},)"
           R"("period":{"type":"string"},"ledger":{"type":"string"},"answer":{"type":["object","array"]},)"
           R"("withheld_by":{"type":"string"},"reflects":{"type":"integer"}}})"},
    Schema{
        "MonthlyReport",
        R"({"type":"object","required":["center","month","ledger","parts","withheld_by","root","reflects"],)"
        R"("properties":{"center":{"type":"string"},"month":{"type":"string"},"ledger":{"type":"string"},)"
        R"("parts":{"type":"object","required":["reconcile","indicators","duties"]},)"
        R"("withheld_by":{"type":"string"},"root":{"type":"string"},"reflects":{"type":"integer"}}})"},
    Schema{"FigureList",
           R"({"type":"object","required":["question","about","period","ledger","indicator","list","count",)"
           R"("items","more","next","reflects"],"properties":{"indicator":{"type":"string"},)"
           R"("list":{"type":"string"},"count":{"type":"integer"},"items":{"type":"array"},)"
           R"("more":{"type":"boolean"},"next":{"type":"string"},"reflects":{"type":"integer"}}})"},
    Schema{
        "Projection",
        R"({"type":"object","required":["name","version","rows_version","answers","size","of","parked"],)"
        R"("description":"`rows_version` and `size`: of the rows that answer; `rebuild`: new ones grow and )"
        R"(take over when they have come to `of`; `taken_over`: the last time since the start.",)"
        R"("properties":{"name":{"type":"string"},"version":{"type":"integer"},)"
        R"("rows_version":{"type":"integer"},"answers":{"type":"boolean"},"size":{"type":"integer"},)"
        R"("of":{"type":"integer"},"parked":{"type":"integer"},)"
        R"("rebuild":{"type":"object","required":["from","size","of","since","entries_per_s"],)"
        R"("properties":{"from":{"type":"integer"},"size":{"type":"integer"},"of":{"type":"integer"},)"
        R"("since":{"type":"string","format":"date-time"},"entries_per_s":{"type":"integer"}}},)"
        R"("taken_over":{"type":"object","required":["size","at"],"properties":{)"
        R"("size":{"type":"integer"},"at":{"type":"string","format":"date-time"}}}}})"},
    Schema{"Projections", R"({"type":"object","required":["projector","items"],"properties":{)"
                          R"("projector":{"type":"string"},)"
                          R"("items":{"type":"array","items":{"$ref":"#/components/schemas/Projection"}},)"
                          R"("figures_memory":{"type":"object","required":["bytes_max",)"
                          R"("question_bytes_max","bytes","questions","waiting","refused"],"properties":{)"
                          R"("bytes_max":{"type":"integer"},"question_bytes_max":{"type":"integer"},)"
                          R"("bytes":{"type":"integer"},"questions":{"type":"integer"},)"
                          R"("waiting":{"type":"integer"},"refused":{"type":"integer"}}}}})"},
    Schema{"Policy", R"({"type":"object","required":["rows"],"properties":{"rows":{"type":"array"}}})"},
    Schema{"Catalogue", R"({"type":"object"})"},
    Schema{"TypeSchema", R"({"type":"object","required":["$schema","$id","type","properties"]})"},
    Schema{"Health",
           R"({"type":"object","required":["status","origin","version"],)"
           R"("properties":{"status":{"type":"string"},)"
           R"("origin":{"type":"string"},"version":{"type":"string"},)"
           R"("read_only":{"type":"boolean"},"reason":{"type":"string"},"detail":{"type":"string"},)"
           R"("verified_size":{"type":"integer"},"anchor_size":{"type":"integer"},)"
           R"("missing":{"type":"object","required":["known"],"properties":{"known":{"type":"boolean"},)"
           R"("count":{"type":"integer"},"from":{"type":"integer"},"to":{"type":"integer"}}}}})"},
    Schema{
        "Readiness",
        R"({"type":"object","required":["ready","writable","size"],"properties":{"ready":{"type":"boolean"},)"
        R"("writable":{"type":"boolean"},"size":{"type":"integer"},"projections_reached":{"type":"integer"},)"
        R"("projector":{"type":"string"},)"
        R"("projections_growing":{"type":"array","items":{"type":"object",)"
        R"("required":["name","answers","reached","of"],"properties":{"name":{"type":"string"},)"
        R"("answers":{"type":"boolean"},"reached":{"type":"integer"},"of":{"type":"integer"}}}},)"
        R"("read_only":{"type":"boolean"},"reason":{"type":"string"},"detail":{"type":"string"},)"
        R"("verified_size":{"type":"integer"},"anchor_size":{"type":"integer"},)"
        R"("missing":{"type":"object","required":["known"],"properties":{"known":{"type":"boolean"},)"
        R"("count":{"type":"integer"},"from":{"type":"integer"},"to":{"type":"integer"}}}}})"},
    Schema{"OpenApi", R"({"type":"object","required":["openapi","info","paths"]})"},
};

void write_content(std::string_view media_types, std::string_view schema, JsonWriter& json) {
  json.key("content").begin_object();
  while (!media_types.empty()) {
    const std::size_t comma = media_types.find(',');
    json.key(media_types.substr(0, comma)).begin_object();
    if (!schema.empty()) {
      json.key("schema")
          .begin_object()
          .member("$ref", "#/components/schemas/" + std::string(schema))
          .end_object();
    }
    json.end_object();
    media_types = comma == std::string_view::npos ? std::string_view() : media_types.substr(comma + 1);
  }
  json.end_object();
}

void write_parameters(const Route& route, JsonWriter& json) {
  json.key("parameters").begin_array();
  for (const RouteParameter& parameter : route.parameters) {
    json.begin_object()
        .member("name", parameter.name)
        .member("in", parameter.place)
        .member("required", parameter.required)
        .member("description",
                std::string(parameter.description_en) + " / " + std::string(parameter.description_ja));
    json.key("schema").raw(parameter.schema).end_object();
  }
  for (const std::string_view header :
       {"Daicho-Person", "Daicho-Role", "Daicho-Purpose", "Daicho-On-Behalf-Of", "Daicho-Break-Glass"}) {
    if (route.access == Access::kAnonymous) break;
    if (header == "Daicho-Break-Glass" && !route.may_disclose) continue;
    json.begin_object().member("name", header).member("in", "header").member("required", false);
    json.key("schema").raw(R"({"type":"string"})").end_object();
  }
  json.end_array();
}

void write_operation(const Route& route, JsonWriter& json) {
  json.begin_object()
      .member("operationId", route.operation_id)
      .member("summary", route.summary_en)
      .member("description", route.summary_ja);
  write_parameters(route, json);
  if (!route.request_types.empty()) {
    json.key("requestBody").begin_object().member("required", true);
    write_content(route.request_types, {}, json);
    json.end_object();
  }
  json.key("responses").begin_object();
  const int success = route.success != 0 ? route.success : route.method == "POST" ? 201 : 200;
  json.key(std::to_string(success)).begin_object().member("description", route.summary_en);
  write_content(route.response_type, route.response_schema, json);
  json.end_object();
  json.key("default").begin_object().member("description", "A problem (RFC 9457)");
  write_content("application/problem+json", "Problem", json);
  json.end_object().end_object();
  json.key("security").begin_array();
  if (route.access == Access::kAnonymous) {
    json.begin_object().end_object();
  } else {
    json.begin_object().key("clientCertificate").begin_array().end_array().end_object();
  }
  json.end_array().end_object();
}

// "{stream+}" is "{stream}" in OpenAPI, which has no word for a rest of a path.
std::string openapi_path(std::string_view pattern) {
  std::string path(pattern);
  if (const std::size_t plus = path.find("+}"); plus != std::string::npos) path.erase(plus, 1);
  return path;
}

}  // namespace

std::string openapi_json(const ApiContext& context) {
  JsonWriter json;
  json.begin_object().member("openapi", "3.1.0");
  json.key("info").begin_object().member("title", "daicho").member("version", context.version);
  json.member("description", "Audit ledger " + context.origin + ". Log key: " + context.log_vkey)
      .end_object();
  json.key("paths").begin_object();
  std::vector<Route> all(routes().begin(), routes().end());
  if (context.leaves != nullptr) {
    all.insert(all.end(), conformance_routes().begin(), conformance_routes().end());
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && all[i].pattern == all[i - 1].pattern) continue;
    json.key(openapi_path(all[i].pattern)).begin_object();
    for (std::size_t j = i; j < all.size() && all[j].pattern == all[i].pattern; ++j) {
      json.key(all[j].method == "POST" ? "post" : "get");
      write_operation(all[j], json);
    }
    json.end_object();
  }
  json.end_object();
  json.key("components").begin_object().key("securitySchemes").begin_object();
  json.key("clientCertificate").begin_object().member("type", "mutualTLS").end_object().end_object();
  json.key("schemas").begin_object();
  for (const Schema& schema : kSchemas) json.key(schema.name).raw(schema.json);
  json.end_object().end_object();
  return json.end_object().take();
}

}  // namespace api
