// What CBOMs tell of reports made in code.
#include "formats_written.h"

#include <set>

#include <gtest/gtest.h>

namespace tlsonar::reports {
namespace {

TEST(Cbom, TheSerialNumberFollowsTheContent) {
    audit::Report report = plain_report();
    const Json first = json_of("cbom", report);
    EXPECT_EQ(first["serialNumber"], json_of("cbom", plain_report())["serialNumber"]);
    EXPECT_NE(first["serialNumber"], json_of("cbom-1.6", report)["serialNumber"]);
    report.subjects.pop_back();
    EXPECT_NE(first["serialNumber"], json_of("cbom", report)["serialNumber"]);
    EXPECT_EQ(first["metadata"]["timestamp"], "2026-11-21T00:00:00Z");
    report.as_of = 0;
    EXPECT_FALSE(json_of("cbom", report)["metadata"].contains("timestamp"));
}

TEST(Cbom, EveryReferenceIsThere) {
    for (const char* format : {"cbom", "cbom-1.6"})
        for (const auto& [kind, report] : report_kinds()) {
            const Json bom = json_of(format, report);
            std::set<std::string> refs;
            for (const char* list : {"components", "services"})
                for (const Json& item : bom[list])
                    EXPECT_TRUE(refs.insert(item["bom-ref"]).second) << item["bom-ref"];
            for (const Json& dependency : bom["dependencies"]) {
                EXPECT_TRUE(refs.contains(dependency["ref"])) << dependency["ref"];
                for (const Json& needed : dependency.value("dependsOn", Json::array()))
                    EXPECT_TRUE(refs.contains(needed)) << needed;
            }
        }
}

TEST(Cbom, KnowsWhatAQuantumComputerBreaks) {
    const Json bom = json_of("cbom", plain_report());
    const auto level = [&](std::string_view name) {
        for (const Json& component : bom["components"])
            if (component["name"] == name)
                return component["cryptoProperties"]["algorithmProperties"].value(
                    "nistQuantumSecurityLevel", -1);
        return -2;
    };
    EXPECT_EQ(level("X25519MLKEM768"), 3);
    EXPECT_EQ(level("x25519"), 0);
    EXPECT_EQ(level("AES-128-GCM"), 1);
    EXPECT_EQ(level("AES-256-GCM"), 5);
    EXPECT_EQ(level("3DES-168-CBC"), 0);
    EXPECT_EQ(level("RSA-1024"), 0);
    EXPECT_EQ(level("ecdsa-with-SHA384"), 0);
}

// Captures spell versions in another way, and tell no codes.
TEST(Cbom, CapturesHaveProtocolsWithGroups) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        for (audit::ListView& list : one.subject.groups)
            for (auto& item : list.items)
                item.code = "";
    const Json bom = json_of("cbom", report);
    for (const Json& dependency : bom["dependencies"]) {
        if (dependency["ref"] != "proto:TLSv1.3@192.0.2.40:8443") continue;
        EXPECT_EQ(dependency["dependsOn"],
                  Json::parse(R"(["alg:AES-128-GCM", "alg:X25519MLKEM768"])"));
        return;
    }
    FAIL() << "no protocol of the endpoint that was overheard";
}

// 0 is a suite, too: a name without a code point is not that one.
TEST(Cbom, UnknownSuitesHaveNoAlgorithms) {
    const auto text_with_code = [](const std::string& code) {
        audit::Report report = plain_report();
        for (audit::Assessed& one : report.subjects)
            for (audit::ListView& list : one.subject.suites)
                for (auto& item : list.items)
                    item.code = code;
        return written("cbom", report);
    };
    for (const char* code : {"", "0x", "c02f", "0xc02fz", "0x1c02fc02fc02f"}) {
        EXPECT_EQ(text_with_code(code).find("alg:NULL"), std::string::npos) << code;
        EXPECT_NE(text_with_code(code).find(R"("identifiers":[]})"), std::string::npos) << code;
    }
    EXPECT_NE(text_with_code("0x0000").find("alg:NULL"), std::string::npos);
}

// One address and port may speak TLS over TCP and DTLS over UDP.
TEST(Cbom, DtlsIsAnotherProtocol) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        for (audit::ListView& list : one.subject.suites)
            list.version = "D" + list.version;
    const Json bom = json_of("cbom", report);
    for (const Json& component : bom["components"]) {
        const Json& properties = component["cryptoProperties"];
        if (properties["assetType"] != "protocol") continue;
        EXPECT_FALSE(properties["protocolProperties"].contains("cipherSuites"))
            << component["name"];
    }
}

// Of a key by itself: its asset, and that of the signature.
std::pair<Json, Json> assets_of(const std::string& key, std::uint32_t bits,
                                const std::string& signature) {
    audit::Report report = plain_report();
    report.subjects = {audit::Assessed(with_chain(report))};
    audit::Subject& subject = report.subjects[0].subject;
    audit::CertificateView view = *subject.chains.at(0).sent.at(0);
    view.key = key;
    view.key_bits = bits;
    view.curve.clear();
    view.signature = signature;
    subject.chains.resize(1);
    subject.chains[0].sent = {std::make_shared<const audit::CertificateView>(view)};
    const Json bom = json_of("cbom", report);
    const auto asset = [&](const Json& ref) {
        for (const Json& component : bom["components"])
            if (component["bom-ref"] == ref) return component;
        return Json();
    };
    for (const Json& component : bom["components"]) {
        if (component["cryptoProperties"]["assetType"] != "certificate") continue;
        const Json& related =
            component["cryptoProperties"]["certificateProperties"]["relatedCryptographicAssets"];
        const Json material = asset(related[0]["ref"])["cryptoProperties"];
        return {asset(material["relatedCryptoMaterialProperties"]["relatedCryptographicAssets"][0]
                              ["ref"]),
                asset(related[1]["ref"])};
    }
    return {};
}

const Json& properties_of(const Json& asset) {
    return asset["cryptoProperties"]["algorithmProperties"];
}

// A key that was not read whole has no size; 0 bits would be a fact.
TEST(Cbom, UnknownSizesAreNotTold) {
    for (const char* key : {"RSA", "DSA", "EC"}) {
        const Json asset = assets_of(key, 0, "ecdsa-with-SHA256").first;
        EXPECT_EQ(asset["name"], key);
        EXPECT_FALSE(properties_of(asset).contains("parameterSetIdentifier")) << asset;
        EXPECT_FALSE(properties_of(asset).contains("classicalSecurityLevel")) << asset;
        EXPECT_EQ(properties_of(asset)["nistQuantumSecurityLevel"], 0) << asset;
    }
    EXPECT_EQ(assets_of("RSA", 2048, "ecdsa-with-SHA256").first["name"], "RSA-2048");
}

TEST(Cbom, KnowsEveryKindOfKey) {
    struct Kind {
        const char* key;
        const char* name;
        const char* primitive;
        int quantum;
    };
    for (const Kind& kind :
         {Kind{"ED25519", "Ed25519", "signature", 0}, Kind{"ED448", "Ed448", "signature", 0},
          Kind{"X25519", "X25519", "key-agree", 0}, Kind{"GOST", "GOST", "signature", 0},
          Kind{"ML-DSA-65", "ML-DSA-65", "signature", 3},
          Kind{"SLH-DSA-SHAKE-256f", "SLH-DSA-SHAKE-256f", "signature", 5},
          Kind{"ML-KEM-768", "ML-KEM-768", "kem", 3}, Kind{"", "unknown key", "unknown", -1}}) {
        const Json asset = assets_of(kind.key, 0, "Ed25519").first;
        EXPECT_EQ(asset["name"], kind.name);
        EXPECT_EQ(properties_of(asset)["primitive"], kind.primitive) << kind.key;
        EXPECT_EQ(properties_of(asset).value("nistQuantumSecurityLevel", -1), kind.quantum)
            << kind.key;
    }
}

TEST(Cbom, KnowsEverySignature) {
    struct Kind {
        const char* name;
        const char* family;
        const char* oid;
        int quantum;
    };
    for (const Kind& kind :
         {Kind{"sha1WithRSASignature", "RSASSA-PKCS1", "1.3.14.3.2.29", 0},
          Kind{"md2WithRSAEncryption", "RSASSA-PKCS1", "1.2.840.113549.1.1.2", 0},
          Kind{"RSASSA-PSS with SHA-1", "RSASSA-PSS", "1.2.840.113549.1.1.10", 0},
          Kind{"id-dsa-with-sha256", "DSA", "2.16.840.1.101.3.4.3.2", 0},
          Kind{"id-ecdsa-with-sha3-256", "ECDSA", "2.16.840.1.101.3.4.3.10", 0},
          Kind{"sm2sign-with-sm3", "SM2", "1.2.156.10197.1.501", 0},
          Kind{"ML-DSA-87", "ML-DSA", "2.16.840.1.101.3.4.3.19", 5},
          Kind{"HashML-DSA-44", "ML-DSA", "2.16.840.1.101.3.4.3.32", 2},
          Kind{"SLH-DSA-SHA2-128s", "SLH-DSA", "2.16.840.1.101.3.4.3.20", 1}}) {
        const Json asset = assets_of("RSA", 2048, kind.name).second;
        EXPECT_EQ(asset["name"], kind.name);
        EXPECT_EQ(properties_of(asset).value("algorithmFamily", ""), kind.family) << kind.name;
        EXPECT_EQ(asset["cryptoProperties"].value("oid", ""), kind.oid) << kind.name;
        EXPECT_EQ(properties_of(asset).value("nistQuantumSecurityLevel", -1), kind.quantum)
            << kind.name;
    }
    // A name that is in no table has no properties to invent.
    EXPECT_FALSE(properties_of(assets_of("RSA", 2048, "1.2.3.4").second)
                     .contains("nistQuantumSecurityLevel"));
}

}  // namespace
}  // namespace tlsonar::reports
