#include "ledger/base/diag.h"

#include <cerrno>
#include <climits>
#include <unistd.h>

#include "ledger/base/json_writer.h"

namespace ledger {
namespace {

constexpr std::string_view kTruncated = ",\"truncated\":true";
// POSIX keeps one write to a pipe whole up to PIPE_BUF.
constexpr std::size_t kLineBytesMax = PIPE_BUF;

std::string_view level_name(DiagLevel level) {
  switch (level) {
    case DiagLevel::kInfo:
      return "info";
    case DiagLevel::kWarning:
      return "warning";
    case DiagLevel::kError:
      return "error";
  }
  return "error";
}

void write_line(const std::string& line) {
  // Diagnostics may be lost: a full pipe or a closed stderr must not stop the ledger.
  while (::write(STDERR_FILENO, line.data(), line.size()) < 0 && errno == EINTR) {
  }
}

}  // namespace

std::string diag_line(DiagLevel level, std::string_view event, std::initializer_list<DiagField> fields) {
  std::string line = "{\"level\":" + json_quote(level_name(level)) + ",\"event\":" + json_quote(event);
  for (const DiagField& field : fields) {
    const std::string member = "," + json_quote(field.name) + ":" +
                               (field.is_text ? json_quote(field.text) : std::to_string(field.number));
    // Room for the mark and for the closing "}\n".
    if (line.size() + member.size() + kTruncated.size() + 2 > kLineBytesMax) {
      line += kTruncated;
      break;
    }
    line += member;
  }
  return line + "}\n";
}

void diag(DiagLevel level, std::string_view event, std::initializer_list<DiagField> fields) {
  write_line(diag_line(level, event, fields));
}

void diag(DiagLevel level, std::string_view event, const Status& status) {
  write_line(diag_line(level, event,
                       {{"code", code_name(status.code())},
                        {"reason", status.reason()},
                        {"message", status.message()},
                        {"pointer", status.pointer()},
                        {"rule", status.rule()}}));
}

}  // namespace ledger
