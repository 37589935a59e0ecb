// Every extension: well-formed and malformed bodies for each place it may stand in.
#include "dissect/extension/describe.h"
#include "dissect/extension/extension.h"
#include "tests/dissect/message_field_log.h"
#include "tests/dissect/unhex.h"

#include <cstring>
#include <map>

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using test::unhex;

struct ExtensionVector {
    const char* name;
    const char* place;  // IANA's letters
    bool good;
    const char* octets;
    const char* described = nullptr;  // when it matters
};

ExtensionPlace place_of(const std::string& letters) {
    static const std::map<std::string, ExtensionPlace> kPlaces = {
        {"CH", ExtensionPlace::client_hello},         {"SH", ExtensionPlace::server_hello},
        {"HRR", ExtensionPlace::hello_retry_request}, {"EE", ExtensionPlace::encrypted_extensions},
        {"CR", ExtensionPlace::certificate_request},  {"CT", ExtensionPlace::certificate},
        {"NST", ExtensionPlace::new_session_ticket}};
    return kPlaces.at(letters);
}

const ExtensionKind* kind_of(const std::string& name) {
    for (const ExtensionKind* kind : extension_kinds())
        if (kind->name == name) return kind;
    return nullptr;
}

const ExtensionVector kExtensionVectors[] = {
    {"server_name", "CH", kGood, "000e 00 000b 6578616d706c652e636f6d",
     "server_name_list=[{name_type=0x00/host_name host_name='example.com'}]"},
    {"server_name", "CH", kBad, ""},
    {"server_name", "CH", kBad, "0000"},
    {"server_name", "CH", kBad, "000e 00 000c 6578616d706c652e636f6d"},
    {"server_name", "CH", kBad, "0004 00 0001 61 00"},
    {"server_name", "SH", kGood, ""},
    {"server_name", "EE", kGood, "", ""},
    {"server_name", "EE", kBad, "00"},
    {"server_name", "CT", kBad, ""},
    {"max_fragment_length", "CH", kGood, "01", "max_fragment_length=0x01 octets=512"},
    {"max_fragment_length", "SH", kBad, "0101"},
    {"client_certificate_url", "CH", kGood, ""},
    {"client_certificate_url", "CH", kBad, "00"},
    {"trusted_ca_keys", "CH", kGood,
     "001b 00 03 0102030405060708090a0b0c0d0e0f1011121314 02 0002 3000"},
    {"trusted_ca_keys", "CH", kBad, "0001 04"},
    {"trusted_ca_keys", "SH", kGood, ""},
    {"truncated_hmac", "SH", kGood, ""},
    {"status_request", "CH", kGood, "01 0000 0000",
     "status_type=0x01/ocsp responder_id_list=[] request_extensions=#"},
    {"status_request", "CH", kGood, "01 0004 0002 a100 0000"},
    {"status_request", "CH", kGood, "07 abcd"},
    {"status_request", "CH", kBad, "01 0003 0002 a1 0000"},
    {"status_request", "SH", kGood, ""},
    {"status_request", "CT", kGood, "01 000003 300a01", "status_type=0x01/ocsp response=#300a01"},
    {"status_request", "CT", kBad, "01 000004 300a01"},
    {"user_mapping", "CH", kGood, "01 40"},
    {"user_mapping", "CH", kBad, "00"},
    {"client_authz", "CH", kGood, "02 0001"},
    {"server_authz", "SH", kGood, "01 40"},
    {"cert_type", "CH", kGood, "02 0001"},
    {"cert_type", "SH", kGood, "01", "certificate_type=0x01/OpenPGP"},
    {"supported_groups", "CH", kGood, "0006 3a3a 001d 11ec",
     "named_group_list=[0x3a3a/GREASE 0x001d/x25519 0x11ec/X25519MLKEM768]"},
    {"supported_groups", "CH", kBad, "0003 001d00"},
    {"supported_groups", "CH", kBad, "0000"},
    {"supported_groups", "CH", kBad, "0002 001d 00"},
    {"supported_groups", "EE", kGood, "0002 001d"},
    {"ec_point_formats", "CH", kGood, "03 000102"},
    {"ec_point_formats", "SH", kBad, "00"},
    {"srp", "CH", kGood, "04 75736572", "srp_i='user'"},
    {"signature_algorithms", "CH", kGood, "0004 0403 0804",
     "supported_signature_algorithms=[0x0403/ecdsa_secp256r1_sha256 0x0804/rsa_pss_rsae_sha256]"},
    {"signature_algorithms", "CR", kBad, "0001 04"},
    {"use_srtp", "CH", kGood, "0004 0007 0001 00"},
    {"use_srtp", "SH", kBad, "0004 0007 0001"},
    {"heartbeat", "CH", kGood, "01", "mode=0x01/peer_allowed_to_send"},
    {"application_layer_protocol_negotiation", "CH", kGood, "000c 02 6832 08 687474702f312e31",
     "protocol_name_list=['h2' 'http/1.1']"},
    {"application_layer_protocol_negotiation", "CH", kBad, "000c 02 6832 09 687474702f312e31"},
    {"application_layer_protocol_negotiation", "CH", kBad, "0000"},
    {"application_layer_protocol_negotiation", "SH", kGood, "0003 02 6832"},
    {"application_layer_protocol_negotiation", "EE", kBad, "0006 02 6832 02 6832"},
    {"status_request_v2", "CH", kGood, "0007 02 0004 0000 0000"},
    {"status_request_v2", "SH", kGood, ""},
    {"signed_certificate_timestamp", "CH", kGood, ""},
    {"signed_certificate_timestamp", "CT", kGood,
     "0033 0031 00 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
     "0000000000000400 0000 0403 0002 3000",
     "sct_list=[{sct_version=0 "
     "log_id=#000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f timestamp=1024 "
     "algorithm=0x0403/ecdsa_secp256r1_sha256 signature=#3000}]"},
    {"signed_certificate_timestamp", "SH", kGood, "0004 0002 beef",
     "sct_list=[{serialized_sct=#beef}]"},
    {"signed_certificate_timestamp", "SH", kBad, "0004 0003 beef"},
    {"client_certificate_type", "CH", kGood, "02 0200"},
    {"client_certificate_type", "EE", kGood, "02", "client_certificate_type=0x02/RawPublicKey"},
    {"server_certificate_type", "CH", kBad, "03 0200"},
    {"server_certificate_type", "CH", kGood, "01 02"},
    {"server_certificate_type", "SH", kGood, "02"},
    {"padding", "CH", kGood, "0000000000", "length=5"},
    {"padding", "CH", kGood, ""},
    {"padding_old", "CH", kGood, "00"},
    {"encrypt_then_mac", "CH", kGood, ""},
    {"extended_main_secret", "SH", kGood, ""},
    {"extended_main_secret", "SH", kBad, "00"},
    {"token_binding", "CH", kGood, "01 00 02 0200"},
    {"cached_info", "CH", kGood, "0006 01 04 deadbeef"},
    {"cached_info", "SH", kGood, "0001 01"},
    {"tls_lts", "CH", kGood, ""},
    {"compress_certificate", "CH", kGood, "06 0002 0001 0003",
     "algorithms=[0x0002/brotli 0x0001/zlib 0x0003/zstd]"},
    {"compress_certificate", "CH", kBad, "03 000200"},
    {"record_size_limit", "CH", kGood, "4001", "record_size_limit=16385"},
    {"record_size_limit", "EE", kBad, "40"},
    {"pwd_protect", "CH", kGood, "02 abcd"},
    {"pwd_clear", "CH", kGood, "02 6162"},
    {"password_salt", "HRR", kGood, "0002 abcd"},
    {"ticket_pinning", "CH", kGood, ""},
    {"ticket_pinning", "CH", kGood, "0002 abcd"},
    {"ticket_pinning", "EE", kGood, "01 aa 0002 abcd 00000e10"},
    {"tls_cert_with_extern_psk", "CH", kGood, ""},
    {"delegated_credential", "CH", kGood, "0004 0403 0503"},
    {"delegated_credential", "CT", kGood, "00000100 0403 000002 3000 0804 0001 ff",
     "valid_time=256 dc_cert_verify_algorithm=0x0403/ecdsa_secp256r1_sha256 "
     "subject_public_key_info=#3000 algorithm=0x0804/rsa_pss_rsae_sha256 signature=#ff"},
    {"session_ticket", "CH", kGood, "deadbeef", "data=#deadbeef"},
    {"session_ticket", "SH", kGood, ""},
    {"TLMSP", "CH", kGood, "00"},
    {"TLMSP_proxying", "CH", kGood, "00"},
    {"TLMSP_delegate", "CH", kGood, "00"},
    {"supported_ekt_ciphers", "CH", kGood, "01 01"},
    {"supported_ekt_ciphers", "EE", kGood, "01"},
    {"key_share_draft", "CH", kGood, "0006 001d 0002 abcd"},
    {"key_share_draft", "SH", kGood, "001d 0002 abcd"},
    {"pre_shared_key", "CH", kGood, "0008 0002 6162 00000001 0003 02 cdef",
     "identities=[{identity=#6162 obfuscated_ticket_age=1}] binders=[#cdef]"},
    {"pre_shared_key", "CH", kBad, "0008 0002 6162 00000001"},
    {"pre_shared_key", "SH", kGood, "0001", "selected_identity=1"},
    {"early_data", "CH", kGood, ""},
    {"early_data", "EE", kGood, ""},
    {"early_data", "NST", kGood, "00004000", "max_early_data_size=16384"},
    {"early_data", "NST", kBad, ""},
    {"supported_versions", "CH", kGood, "06 0304 0303 7f1c",
     "versions=[0x0304/TLSv1.3 0x0303/TLSv1.2 0x7f1c/TLSv1.3-draft28]"},
    {"supported_versions", "CH", kBad, "0304"},
    {"supported_versions", "SH", kGood, "0304", "selected_version=0x0304/TLSv1.3"},
    {"supported_versions", "HRR", kBad, "02 0304"},
    {"cookie", "CH", kGood, "0002 abcd"},
    {"cookie", "HRR", kBad, "0003 abcd"},
    {"psk_key_exchange_modes", "CH", kGood, "01 01", "ke_modes=[0x01/psk_dhe_ke]"},
    {"ticket_early_data_info", "NST", kGood, "00000400"},
    {"certificate_authorities", "CR", kGood, "0006 0004 30020500"},
    {"oid_filters", "CR", kGood, "0009 03 551d0f 0003 030205"},
    {"oid_filters", "CR", kBad, "0009 04 551d0f 0003 030205"},
    {"post_handshake_auth", "CH", kGood, ""},
    {"signature_algorithms_cert", "CR", kGood, "0002 0403"},
    {"key_share", "CH", kGood, "000c 001d 0002 abcd 2a2a 0002 0000",
     "client_shares=[{group=0x001d/x25519 length=2 key_exchange=#abcd} "
     "{group=0x2a2a/GREASE length=2 key_exchange=#0000}]"},
    {"key_share", "CH", kGood, "0000"},
    {"key_share", "CH", kBad, "0006 001d 0003 abcd"},
    {"key_share", "SH", kGood, "0017 0002 0401"},
    {"key_share", "SH", kBad, "0017"},
    {"key_share", "HRR", kGood, "0018", "selected_group=0x0018/secp384r1"},
    {"transparency_info", "CH", kGood, ""},
    {"transparency_info", "CT", kGood, "0004 0002 abcd"},
    {"connection_id_deprecated", "CH", kGood, "02 abcd"},
    {"connection_id", "SH", kGood, "00"},
    {"connection_id", "CH", kBad, "01"},
    {"external_id_hash", "CH", kGood, "02 abcd"},
    {"external_session_id", "EE", kGood, "02 abcd"},
    {"quic_transport_parameters", "CH", kGood, "01 04 80007530 0f 00 c0000000ff02de1a 02 43e8",
     "parameters=[{id=0x0001/max_idle_timeout value=30000} "
     "{id=0x000f/initial_source_connection_id value=#} {id=4278378010 value=#43e8}]"},
    {"quic_transport_parameters", "EE", kBad, "01 05 80007530"},
    {"quic_transport_parameters_draft", "CH", kGood, "0302 45ac"},
    {"ticket_request", "CH", kGood, "02 01"},
    {"ticket_request", "EE", kGood, "02"},
    {"dnssec_chain", "CH", kGood, "01bb"},
    {"dnssec_chain", "CT", kGood, "0018 abcd"},
    {"sequence_number_encryption_algorithms", "CH", kGood, "01"},
    {"rrc", "CH", kGood, ""},
    {"tls_flags", "CH", kGood, "01 01"},
    {"ech_outer_extensions", "CH", kGood, "04 000a 0033",
     "outer_extensions=[0x000a/supported_groups 0x0033/key_share]"},
    {"encrypted_client_hello", "CH", kGood, "00 0001 0003 2a 0002 abcd 0003 010203",
     "type=0x00/outer kdf_id=0x0001/HKDF-SHA256 aead_id=0x0003/ChaCha20Poly1305 config_id=42 "
     "enc=#abcd payload_length=3 payload=#010203"},
    {"encrypted_client_hello", "CH", kGood, "01", "type=0x01/inner"},
    {"encrypted_client_hello", "CH", kBad, "02"},
    {"encrypted_client_hello", "CH", kBad, "0100"},
    {"encrypted_client_hello", "HRR", kGood, "0102030405060708"},
    {"encrypted_client_hello", "EE", kGood,
     "001f fe0d 001b 05 0020 0002 abcd 0004 0001 0001 20 0a 7075622e74657374 2e74 0000",
     "retry_configs={configs=[{version=0xfe0d/ECH config_id=5 kem_id=0x0020/DHKEM(X25519, "
     "HKDF-SHA256) public_key=#abcd cipher_suites=[{kdf_id=0x0001/HKDF-SHA256 "
     "aead_id=0x0001/AES-128-GCM}] maximum_name_length=32 public_name='pub.test.t' "
     "extensions=[]}]}"},
    {"renegotiation_info", "CH", kGood, "00"},
    {"renegotiation_info", "SH", kGood, "02 abcd", "renegotiated_connection=#abcd"},
    {"renegotiation_info", "SH", kBad, ""},
    {"next_protocol_negotiation", "CH", kGood, ""},
    {"next_protocol_negotiation", "SH", kGood, "02 6832 08 687474702f312e31",
     "protocols=['h2' 'http/1.1']"},
    {"origin_bound_certificates", "CH", kGood, ""},
    {"encrypted_client_certificates", "CH", kGood, ""},
    {"application_settings_old", "CH", kGood, "0003 02 6832"},
    {"application_settings", "CH", kGood, "0003 02 6832", "supported_protocols=['h2']"},
    {"application_settings", "EE", kGood, "abcd"},
    {"channel_id_old", "CH", kGood, ""},
    {"channel_id", "SH", kGood, ""},
    {"encrypted_server_name", "CH", kGood, "1301 001d 0002 abcd 0001 11 0001 22"},
    {"encrypted_server_name", "EE", kGood, "000102030405060708090a0b0c0d0e0f"},
};

std::string label(const ExtensionVector& vector) {
    return std::string(vector.name) + " in " + vector.place + ": " + vector.octets;
}

TEST(ExtensionVectors, CheckTellsGoodFromBad) {
    for (const ExtensionVector& vector : kExtensionVectors) {
        const ExtensionKind* kind = kind_of(vector.name);
        ASSERT_NE(kind, nullptr) << vector.name;
        const auto body = unhex(vector.octets);
        EXPECT_EQ(kind->check(body, place_of(vector.place)).ok(), vector.good) << label(vector);
    }
}

TEST(ExtensionVectors, WhatIsReadIsWrittenTheSame) {
    for (const ExtensionVector& vector : kExtensionVectors) {
        if (!vector.good) continue;
        const auto body = unhex(vector.octets);
        EXPECT_EQ(kind_of(vector.name)->rewrite(body, place_of(vector.place)), body)
            << label(vector);
    }
}

TEST(ExtensionVectors, DescribeShowsTheFields) {
    for (const ExtensionVector& vector : kExtensionVectors) {
        if (!vector.good) continue;
        FieldLog log;
        kind_of(vector.name)->describe(unhex(vector.octets), place_of(vector.place), log);
        EXPECT_EQ(log.depth(), 0) << label(vector);
        if (vector.described != nullptr) {
            EXPECT_EQ(log.log(), vector.described) << label(vector);
        }
    }
}

// No prefix, no octet changed and no octet added crashes anybody; what still passes the check
// describes itself and is written the same.
TEST(ExtensionVectors, AnyOctetsInAnyPlaceAreSafe) {
    for (const ExtensionVector& vector : kExtensionVectors) {
        const ExtensionKind* kind = kind_of(vector.name);
        const auto whole = unhex(vector.octets);
        for (std::size_t n = 0; n <= whole.size() + 1; ++n) {
            auto body = whole;
            body.resize(n);
            for (int flip = 0; flip < 2; ++flip) {
                if (flip == 1 && n > 0) body[n / 2] ^= 0xFF;
                for (int p = 0; p < 7; ++p) {
                    const auto place = static_cast<ExtensionPlace>(p);
                    FieldLog log;
                    kind->describe(body, place, log);
                    EXPECT_EQ(log.depth(), 0);
                    if (kind->check(body, place)) {
                        EXPECT_EQ(kind->rewrite(body, place), body);
                    }
                }
            }
        }
    }
}

TEST(ExtensionVectors, EveryKindInEveryPlaceHasOne) {
    for (const ExtensionKind* kind : extension_kinds()) {
        bool any = false;
        for (const ExtensionVector& vector : kExtensionVectors) {
            if (kind->name != vector.name || !vector.good) continue;
            any = true;
            EXPECT_TRUE(kind->places >> static_cast<int>(place_of(vector.place)) & 1);
        }
        EXPECT_TRUE(any) << kind->name;
    }
}

TEST(ExtensionCatalogue, AscendsAndIsFound) {
    int last = -1;
    for (const ExtensionKind* kind : extension_kinds()) {
        EXPECT_GT(kind->type, last) << kind->name;
        last = kind->type;
        EXPECT_EQ(find_extension(kind->type), kind);
        EXPECT_FALSE(kind->name.empty());
        EXPECT_FALSE(kind->reference.empty());
        EXPECT_NE(kind->places, 0);
    }
    EXPECT_EQ(find_extension(0x0A0A), nullptr);
    EXPECT_TRUE(is_grease(0x0A0A));
    EXPECT_FALSE(is_grease(0x0A1A));
    EXPECT_EQ(extension_name(51), "key_share");
    EXPECT_EQ(extension_name(12345), "");
}

TEST(DescribeExtensions, OneBadExtensionCostsThatExtensionOnly) {
    const auto octets =
        unhex("0000 0003 000100  0a0a 0000  3039 0001 ff  0017 0000  0010 0009 0007 02");
    FieldLog log;
    describe_extensions(ExtensionList(octets), ExtensionPlace::client_hello, log);
    EXPECT_EQ(log.log(),
              "extensions=[{type=0x0000/server_name malformed='truncated or malformed' "
              "data=#000100} {type=0x0a0a/GREASE data=#} {type=0x3039 data=#ff} "
              "{type=0x0017/extended_main_secret value={}} "
              "{type=0x0010/application_layer_protocol_negotiation declared_length=9 "
              "data=#000702}]");
}

}  // namespace
}  // namespace tlsonar::dissect
