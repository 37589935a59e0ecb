// Ciphers that OpenSSL's own TLS no longer offers: records of gnutls-cli, recorded for this test
// with its key log. The client says one line.
#include "dissect/protect/record_opener.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect {
namespace {

using test::unhex;

struct RecordedSession {
    std::uint16_t suite;
    std::uint16_t version;
    bool encrypt_then_mac;
    const char* master_secret;
    const char* client_random;
    const char* server_random;
    const char* finished;
    std::vector<const char*> application;
};

const RecordedSession kRecordedSessions[] = {
    {0x000A,
     0x0301,
     true,
     "d19abd16c2c42ee5e3af35613368ce0fcf1dcffdf4b4a3adaf2fa16fb2fac9ad5d720398b8184c1ed0e699219ae11"
     "e4a",
     "fa1684f9ab520125318aeced4e0b67f59551f5cf38d10580a7aa6d72f7113864",
     "e8a7ba1e2820df1f719b91c9dbc59dc351546b508317f7f11be61e2bf24e09d4",
     "2704e14aa15f3d87d05daa12d7a35940ffd9d985d9faa8421e402835a2610d83a5ab69911fb1592f81a1de0b",
     {"317d4f3652814cb4eba3e503a3c9c597f45aab3d38c7304e4233870f5d72923ee15c405d1c086346d41994d7"}},
    {0x0005,
     0x0301,
     false,
     "6d1a7b96ed9046eb69a9eaf76af9ffb6d237787e3970dbedf39308724def9e179e81f0e8bfbb424cd38d75c662325"
     "b14",
     "11deae9851c4aeff2fb0fc457c10ae5a321ea2495db9fa89b95549bcb43e144d",
     "948bb8e99f50b6be772dd42b8a7455e23e913ea420243f222957f3d470135a92",
     "debe68d5dade89ea9b15245445218aa8b50fb14ac5cad9937f87f80482f2e4f0ac98ab6a",
     {"fd017e08ad4cc48629bfc7bf2b397ca7052c1f97e2dd2affc6f6dd5b2e802953cfe42d98"}},
    {0x0004,
     0x0301,
     false,
     "714750404440bc8327201f60fb4dfafca46e3e493018474c89b600bc04334c3293d5c533dca127b72a6adc9c91c8b"
     "01d",
     "c36518bb1be6865efa214e83345fa2cbad5bbe7fd2b87bfa096bdd27b93e3170",
     "f1aebbc9727b42277a60e6070e0f77e1d0887fd9adbdd4bd6c9def01f8e8c91b",
     "6daf49bf2120ee3837404848049bbd3387395aab0392a999a15e0d125f957824",
     {"9d243d93494e8ca697b0802334bed2205b5b16969772eefdec8ac01fab4ce036"}},
    {0x000A,
     0x0303,
     true,
     "f6855a06523c08f4102d8fe2570cfc65c87f7ec6510db4b6cc0f255133811ce1fb5e1698d064e34b16f332130cef9"
     "65e",
     "9c0daca4c0bb4fd651b75e3ab3e96014eb00c50261ad8bca1379a69b329e160c",
     "071e51a0f96961c0ba49aee36f554539bdb7bfaaae97f61af96b0a9cdb999243",
     "b1314db451a33a3b262f2765a0ee2281936d143f8772da8cc751fdc4b565697d16e0106fcfff958b6cfb132190620"
     "406e5acb63b",
     {"75da9d4519511e38f3d7f65528ed276a4bd9ade6f95f3e5d85fd7c7a6f7e6e16a91ea7932470e6b8950a63c2d4fa"
      "3daeeb7cf371"}},
    {0x0005,
     0x0303,
     false,
     "d93aa010412a7e2a4edc7d8dab6fadd163a27481e09c03ff32a74421a1a69db821f6333aa72779e1f472dbaae9080"
     "769",
     "6dc97d5ea520d0ab4f476c1057cad9e332e08d6d26c6909bbc750e72008a3521",
     "ba6e7dbef02021f384459cd6d6cbb436ba09e46d9ce124af09736aefcfd84a17",
     "f93386f57f54910f272883935aec73d9409caa62e6e57c41a255eae969f0025bd6f8269d",
     {"1fa549056cd49c2b514eb837812c34aba8f29fc820e49033c8fb7289e111dbea20b30939"}},
    {0x0004,
     0x0303,
     false,
     "cea0819e969e65cf39a502725040a256e2f4b9e16408d080587b005a95d1534c359a5b60b873612aa948e94e12213"
     "cb9",
     "1fe60e4d485ddb286b4fc3a556a7b3c597698ff9364804f39f29c5d889ad2d70",
     "3289e3ee35de25c6527d98620a176bbc1bf25a77a4cd337223f04a7640751ffb",
     "5f0581734830f4abcdeb9dd1ecdf85b1ee3bf0139dd34f4f225168ead5b27618",
     {"9e6c0d9bcf3dcc08308c706851c62e6634defce9fdb7cc94391b8c9fb4a2e10e"}},
    {0xC07A,
     0x0303,
     false,
     "26f481dbc90ed82f0d5b8755d4fa78ab98b3b787d034c7fdb54fbab3bd0158945f0280bd19704de95f7b348954b3f"
     "cae",
     "8f79ab256690c45e48264451d307c6e6d06d020e7b355a2c4f84f168189a6be5",
     "e5db81b4a86806ad60474bfb7b0d7637f4682440796af24c707aa17d0f6e7bf2",
     "00000000000000006e7ea6a76a181d72b2627eb7c964bad21e5901c6e527fed050ef949219bfff0d",
     {"000000000000000170e08f47e02387d6e1a16aaf65424acbfae896e54c4f80945ffa1c16e225812d"}},
};

TEST(RecordOpener, records_of_gnutls) {
    for (const RecordedSession& recorded : kRecordedSessions) {
        SCOPED_TRACE(recorded.suite);
        const auto master = unhex(recorded.master_secret);
        const auto client_random = unhex(recorded.client_random);
        const auto server_random = unhex(recorded.server_random);
        Tls12Parameters p;
        p.suite = recorded.suite;
        p.version = recorded.version;
        p.master_secret = master;
        p.client_random = client_random;
        p.server_random = server_random;
        p.encrypt_then_mac = recorded.encrypt_then_mac;
        auto opener = RecordOpener::make_tls12(p);
        if (!opener.ok()) {  // no legacy provider, or a build without the cipher
            EXPECT_EQ(opener.error().cause, OpenError::Cause::cipher_not_available);
            continue;
        }
        std::vector<std::uint8_t> scratch;
        const auto finished = opener->open(22, p.version, unhex(recorded.finished), scratch);
        ASSERT_TRUE(finished.ok()) << describe(finished.error().cause);
        EXPECT_EQ(finished->plaintext[0], 20);
        std::string said;
        for (const char* record : recorded.application) {
            const auto opened = opener->open(23, p.version, unhex(record), scratch);
            ASSERT_TRUE(opened.ok()) << describe(opened.error().cause);
            said += as_text(opened->plaintext);
        }
        EXPECT_EQ(said, "ping of a sonar\n");
    }
}

}  // namespace
}  // namespace tlsonar::dissect
