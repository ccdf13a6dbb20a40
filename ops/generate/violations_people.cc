#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

using enum Signatory;

constexpr Violation kViolations[] = {
    line("policy.value", kAgency, "policy.parameter_set", R"({"name":"countersign.expiry_days","value":0})"),
    line("policy.unsupported", kAgency, "policy.parameter_set",
         R"({"name":"matching.level","value":"nation"})"),
    line("policy.not_owner", kOfficer, "policy.parameter_set",
         R"({"name":"countersign.expiry_days","value":30})"),
    line("principal.reserved", kLead, "principal.bound",
         R"({"principal":"service","kind":"system","person_id":"{cco}","credential":"x509:CN=x|CN=y"})"),
    line("principal.already_bound", kLead, "principal.bound",
         R"({"principal":"{G}","kind":"system","person_id":"{cco}","credential":"x509:CN=x|CN=y"})"),
    line("principal.kind", kLead, "principal.bound",
         R"({"principal":"{G}","kind":"personal","person_id":"{cco}","credential":"x509:CN=x|CN=y"})"),
    line("principal.taken", kLead, "principal.bound",
         R"({"principal":"{bureau}","kind":"personal","person_id":"{cco}",
             "credential":"x509:CN=x|CN=y"})"),
    line("principal.not_bound", kLead, "principal.released",
         R"({"principal":"{G}","person_id":"{officer}"})"),
    line("registrar.scope", kLead, "principal.bound",
         R"({"principal":"{G}","kind":"system","person_id":"{officer}","credential":"x509:CN=x|CN=y"})"),
    line("key.thumbprint", kLead, "key.enrolled",
         R"({"kid":"{kid:one}","algorithm":"Ed25519","public_key":"{key:two}","purpose":"author",
             "person_id":"{cco}","valid_from":"{T}"})"),
    line("key.purpose_disjoint", kLead, "key.enrolled",
         R"({"kid":"{kid:lead}","algorithm":"Ed25519","public_key":"{key:lead}","purpose":"tls",
             "valid_from":"{T}"})"),
    line("key.already_enrolled", kLead, "key.enrolled",
         R"({"kid":"{kid:lead}","algorithm":"Ed25519","public_key":"{key:lead}","purpose":"author",
             "person_id":"{lead}","valid_from":"{T}"})"),
    line("key.person_missing", kLead, "key.enrolled",
         R"({"kid":"{kid:one}","algorithm":"Ed25519","public_key":"{key:one}","purpose":"author",
             "valid_from":"{T}"})"),
    line("key.term", kLead, "key.enrolled",
         R"({"kid":"{kid:one}","algorithm":"Ed25519","public_key":"{key:one}","purpose":"author",
             "person_id":"{cco}","valid_from":"{T}","valid_to":"{T-60}"})"),
    line("key.unknown", kLead, "key.revoked", R"({"kid":"{kid:one}","reason":"lost"})"),
    line("key.already_revoked", kLead, "key.revoked", R"({"kid":"{kid:left}","reason":"lost"})"),
    line("key.not_owner", kLead, "key.revoked", R"({"kid":"{kid:officer}","reason":"lost"})"),
    line("org.exists", kLead, "org.registered", R"({"org_id":"{B}","kind":"impl_body","name":"見本"})"),
    line("center.exists", kOfficer, "center.established",
         R"({"center_id":"{C}","pref_code":"{P}","impl_body":"{B}","bureau":"{bureau}","fy":{Y}})"),
    line("center.prefecture_taken", kOfficer, "center.established",
         R"({"center_id":"c-{P}-second","pref_code":"{P}","impl_body":"{B}","bureau":"{bureau}",
             "fy":{Y}})"),
    line("center.org_kind", kOfficer, "center.established",
         R"({"center_id":"c-{free_prefecture}-new","pref_code":"{free_prefecture}","impl_body":"{S}",
             "bureau":"{bureau}","fy":{Y}})"),
    line("person.exists", kLead, "person.registered", R"({"person_id":"{cco}","name":"見本太郎"})"),
    line("licence.shared", kHq, "licence.issued",
         R"({"licence_id":"{licence}","person_id":"{lead}","issued_on":"{D}"})"),
    line("licence.second", kHq, "licence.issued",
         R"({"licence_id":"l-{N}","person_id":"{cco}","issued_on":"{D}"})"),
    line("licence.not_active", kHq, "licence.revoked",
         R"({"licence_id":"l-none","person_id":"{cco}","revoked_on":"{D}"})"),
    line("role.not_grantable", kLead, "role.granted",
         R"({"person_id":"{cco}","role":"hq_staff","scope":"{C}","valid_from":"{D}",
             "basis":"{sharing}"})"),
    line("role.scope_unknown", kHqSigned, "role.granted",
         R"({"person_id":"{cco}","role":"hq_adviser","scope":"nowhere","valid_from":"{D}",
             "basis":"{sharing}"})"),
    line("role.term", kLead, "role.granted",
         R"({"person_id":"{staff}","role":"impl_staff","scope":"{C}","valid_from":"{D}",
             "valid_to":"{D-1}","basis":"{sharing}"})"),
    line("role.no_basis", kLead, "role.granted",
         R"({"person_id":"{staff}","role":"impl_staff","scope":"{C}","valid_from":"{D}"})"),
    line("role.incompatible", kLead, "role.granted",
         R"({"person_id":"p-auditor","role":"impl_staff","scope":"{C}","valid_from":"{D}",
             "basis":"{sharing}"})"),
    line("role.too_many", kLead, "role.granted",
         R"({"person_id":"p-{P}-grants-{Y}","role":"impl_staff","scope":"{C}","valid_from":"{D}",
             "basis":"{sharing}"})",
         4),
    line("role.not_granted", kLead, "role.revoked",
         R"({"person_id":"{cco}","role":"prod_supporter","scope":"{C}"})"),
};

}  // namespace

std::span<const Violation> people_violations() {
  return kViolations;
}

}  // namespace ops::generate
