#include "api/read_models.h"

#include <algorithm>

namespace api {

namespace {

ReadModel& noted(std::vector<ReadModel>& models, std::string_view name) {
  const auto found =
      std::find_if(models.begin(), models.end(), [&](const ReadModel& one) { return one.name == name; });
  return found != models.end() ? *found : models.emplace_back(ReadModel{std::string(name), 0, {}});
}

}  // namespace

void note_read_model(const Call& call, std::string_view name) {
  if (call.read_models != nullptr) noted(*call.read_models, name);
}

projections::Snapshot read_models(const Call& call, std::initializer_list<std::string_view> names) {
  projections::Snapshot snapshot = call.context.projector->snapshot();
  if (call.read_models == nullptr) return snapshot;
  for (const std::string_view name : names) {
    ReadModel& model = noted(*call.read_models, name);
    const auto own = snapshot.rows_of(name);
    if (!own.ok()) continue;
    model.version = own->version;
    model.size = own->size;
  }
  return snapshot;
}

std::string read_models_header(const std::vector<ReadModel>& models) {
  std::string header;
  for (const ReadModel& model : models) {
    if (model.version == 0) continue;
    header += (header.empty() ? "" : ", ") + model.name + ";version=" + std::to_string(model.version) +
              ";size=" + std::to_string(model.size.value);
  }
  return header;
}

std::vector<Progress> progress_of(const std::vector<ReadModel>& models,
                                  const projections::Projector& projector, ledger::TreeSize total) {
  std::vector<Progress> progress;
  for (const projections::ProjectionState& state : projector.states()) {
    const bool asked = std::any_of(models.begin(), models.end(),
                                   [&](const ReadModel& model) { return model.name == state.name; });
    if (!asked) continue;
    const ledger::TreeSize reached = state.growth ? state.growth->size : state.size;
    if (reached < total) progress.push_back({std::string(state.name), reached.value, total.value});
  }
  return progress;
}

}  // namespace api
