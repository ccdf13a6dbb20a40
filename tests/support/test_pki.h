// TestPki: certificate authorities and certificates made on the spot by the openssl command.
//
// P-256 keys, valid for two days from now. Files live in a directory of their own and go with the object.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "ledger/base/check.h"
#include "tests/support/temp_dir.h"

namespace tests {

class TestPki {
 public:
  // A self-signed authority: `<name>.pem`, `<name>.key`.
  void make_authority(const std::string& name) {
    run("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/O=Test/CN=" + name +
        "' -keyout " + key(name) + " -out " + pem(name));
  }
  // A certificate signed by `authority`. `usage` is serverAuth or clientAuth; servers are good for localhost.
  // `subject` in openssl's slash form, e.g. "/O=Centre 13/CN=adviser-17".
  void make_certificate(const std::string& name, const std::string& authority, const std::string& subject,
                        const std::string& usage) {
    std::ofstream(dir_ / "extensions") << "basicConstraints=CA:FALSE\nextendedKeyUsage=" << usage
                                       << "\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n";
    run("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -utf8 -subj '" + subject + "' -keyout " +
        key(name) + " -out " + (dir_ / "request"));
    run("x509 -req -days 2 -in " + (dir_ / "request") + " -CA " + pem(authority) + " -CAkey " +
        key(authority) + " -CAcreateserial -extfile " + (dir_ / "extensions") + " -out " + pem(name));
  }

  std::string pem(const std::string& name) const { return dir_ / (name + ".pem"); }
  std::string key(const std::string& name) const { return dir_ / (name + ".key"); }
  std::string path(const std::string& name) const { return dir_ / name; }
  std::string text(const std::string& name) const {
    std::ifstream file(pem(name));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  void run(const std::string& arguments) const {
    const std::string command = "openssl " + arguments + " 2>" + (dir_ / "log") + " </dev/null";
    LEDGER_CHECK(std::system(command.c_str()) == 0);
  }
  TempDir dir_;
};

}  // namespace tests
