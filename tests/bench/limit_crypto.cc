#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <thread>
#include <unordered_map>

#include "tests/bench/limits.h"

namespace bench {
namespace {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Bytes = unsigned char;

const Bytes* bytes_of(const std::string& text) {
  return reinterpret_cast<const Bytes*>(text.data());
}

Key parse_key(const SignedBytes& event) {
  if (!event.es256) {
    return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(event.public_key),
                                           event.public_key.size()));
  }
  std::string group = "prime256v1";
  const OSSL_PARAM fields[] = {
      OSSL_PARAM_construct_utf8_string("group", group.data(), 0),
      OSSL_PARAM_construct_octet_string("pub", const_cast<char*>(event.public_key.data()),
                                        event.public_key.size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(fields));
  return Key(key);
}

// One half of a raw ECDSA signature as DER INTEGER (X.690 §8.3): no leading zeros, never negative.
std::size_t write_integer(const Bytes* half, Bytes* out) {
  std::size_t skip = 0;
  while (skip < 31 && half[skip] == 0) ++skip;
  const std::size_t pad = (half[skip] & 0x80) != 0 ? 1 : 0;
  const std::size_t size = 32 - skip + pad;
  out[0] = 2;
  out[1] = static_cast<Bytes>(size);
  out[2] = 0;
  std::copy(half + skip, half + 32, out + 2 + pad);
  return 2 + size;
}

std::size_t write_der(const std::string& raw, Bytes* out) {
  std::size_t size = write_integer(bytes_of(raw), out + 2);
  size += write_integer(bytes_of(raw) + 32, out + 2 + size);
  out[0] = 0x30;
  out[1] = static_cast<Bytes>(size);
  return 2 + size;
}

// What one core needs; keys and contexts are reused, as a fast server would.
class Verifier {
 public:
  bool verify(const SignedBytes& event) {
    Slot& slot = slots_[event.public_key];
    if (!slot.key) {
      slot.key = parse_key(event);
      if (!slot.key) return false;
      slot.context.reset(EVP_PKEY_CTX_new(slot.key.get(), nullptr));
      if (event.es256 && EVP_PKEY_verify_init(slot.context.get()) != 1) return false;
    }
    return event.es256 ? verify_es256(event, slot) : verify_ed25519(event, slot);
  }

 private:
  struct Slot {
    Key key;
    KeyContext context;
  };
  bool verify_ed25519(const SignedBytes& event, const Slot& slot) {
    EVP_MD_CTX_reset(digest_.get());
    return EVP_DigestVerifyInit(digest_.get(), nullptr, nullptr, nullptr, slot.key.get()) == 1 &&
           EVP_DigestVerify(digest_.get(), bytes_of(event.signature), event.signature.size(),
                            bytes_of(event.signing_input), event.signing_input.size()) == 1;
  }
  bool verify_es256(const SignedBytes& event, const Slot& slot) {
    Bytes hash[32];
    Bytes der[72];
    const std::size_t size = write_der(event.signature, der);
    return EVP_DigestInit_ex(digest_.get(), sha256_.get(), nullptr) == 1 &&
           EVP_DigestUpdate(digest_.get(), event.signing_input.data(), event.signing_input.size()) == 1 &&
           EVP_DigestFinal_ex(digest_.get(), hash, nullptr) == 1 &&
           EVP_PKEY_verify(slot.context.get(), der, size, hash, sizeof hash) == 1;
  }

  std::unordered_map<std::string, Slot> slots_;
  DigestContext digest_{EVP_MD_CTX_new()};
  std::unique_ptr<EVP_MD, Free<EVP_MD_free>> sha256_{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
};

// Calls work(i) of each core's own worker until the time is over. Results per second of all cores together.
ledger::Result<double> on_all_cores(std::size_t items, std::int64_t millis,
                                    const std::function<std::function<bool(std::size_t)>()>& make_worker) {
  using Clock = std::chrono::steady_clock;
  constexpr std::size_t kBetweenLooks = 64;
  std::atomic<std::uint64_t> done = 0;
  std::atomic<bool> failed = items == 0;
  const Clock::time_point start = Clock::now();
  const Clock::time_point end = start + std::chrono::milliseconds(millis);
  {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (std::size_t core = 0; core < cores && !failed; ++core) {
      threads.emplace_back([&, core] {
        const auto work = make_worker();
        std::size_t at = core * items / cores;
        while (Clock::now() < end && !failed) {
          for (std::size_t i = 0; i < kBetweenLooks; ++i, at = (at + 1) % items) {
            if (!work(at)) failed = true;
          }
          done += kBetweenLooks;
        }
      });
    }
  }
  if (failed) return ledger::invalid("bench.signature", "no event, or one that OpenSSL refuses");
  const std::chrono::duration<double> taken = Clock::now() - start;
  return static_cast<double>(done) / taken.count();
}

}  // namespace

ledger::Result<double> verify_limit(const std::vector<SignedBytes>& events, const LimitOptions& options) {
  return on_all_cores(events.size(), options.millis, [&]() -> std::function<bool(std::size_t)> {
    return [&events, verifier = std::make_shared<Verifier>()](std::size_t i) {
      return verifier->verify(events[i]);
    };
  });
}

ledger::Result<double> sign_limit(const std::vector<std::string>& entries, const LimitOptions& options) {
  const std::shared_ptr<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  return on_all_cores(entries.size(), options.millis, [&]() -> std::function<bool(std::size_t)> {
    return [&entries, key,
            digest = std::shared_ptr<EVP_MD_CTX>(EVP_MD_CTX_new(), EVP_MD_CTX_free)](std::size_t i) {
      Bytes signature[64];
      std::size_t size = sizeof signature;
      EVP_MD_CTX_reset(digest.get());
      return EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
             EVP_DigestSign(digest.get(), signature, &size, bytes_of(entries[i]), entries[i].size()) == 1;
    };
  });
}

ledger::Result<double> hash_limit(const std::vector<std::string>& entries, const LimitOptions& options) {
  return on_all_cores(entries.size(), options.millis, [&]() -> std::function<bool(std::size_t)> {
    return [&entries, context = std::shared_ptr<EVP_MD_CTX>(EVP_MD_CTX_new(), EVP_MD_CTX_free),
            sha256 = std::shared_ptr<EVP_MD>(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free)](
               std::size_t i) {
      Bytes hash[32];
      return EVP_DigestInit_ex(context.get(), sha256.get(), nullptr) == 1 &&
             EVP_DigestUpdate(context.get(), entries[i].data(), entries[i].size()) == 1 &&
             EVP_DigestFinal_ex(context.get(), hash, nullptr) == 1;
    };
  });
}

}  // namespace bench
