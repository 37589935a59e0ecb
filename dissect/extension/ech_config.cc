#include "dissect/extension/ech_config.h"

#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {

void read(Reader& reader, EchConfigContents& contents) {
    contents.config_id = reader.u8();
    contents.kem_id = reader.u16();
    contents.public_key = reader.vector16();
    contents.cipher_suites = entries<CodePair>(reader, reader.vector16());
    contents.maximum_name_length = reader.u8();
    contents.public_name = reader.vector8();
    contents.extensions = ExtensionList(reader.vector16());
}
void write(Writer& writer, const EchConfigContents& contents) {
    writer.u8(contents.config_id);
    writer.u16(contents.kem_id);
    writer.vector16(contents.public_key);
    writer.vector16(contents.cipher_suites.octets());
    writer.u8(contents.maximum_name_length);
    writer.vector8(contents.public_name);
    writer.vector16(contents.extensions.octets());
}

void read(Reader& reader, EchConfig& config) {
    config.version = reader.u16();
    config.contents = reader.vector16();
}
void write(Writer& writer, const EchConfig& config) {
    writer.u16(config.version);
    writer.vector16(config.contents);
}

void read(Reader& reader, EchConfigList& list) {
    list.configs = entries<EchConfig>(reader, reader.vector16());
}
void write(Writer& writer, const EchConfigList& list) { writer.vector16(list.configs.octets()); }

namespace {

void describe(const EchConfigContents& contents, FieldSink& sink) {
    sink.number("config_id", contents.config_id);
    sink.code("kem_id", contents.kem_id, 4, hpke_kem_name(contents.kem_id));
    sink.hex("public_key", contents.public_key);
    sink.begin_list("cipher_suites");
    for (const CodePair& suite : contents.cipher_suites) {
        sink.begin_object({});
        sink.code("kdf_id", suite.first, 4, hpke_kdf_name(suite.first));
        sink.code("aead_id", suite.second, 4, hpke_aead_name(suite.second));
        sink.end_object();
    }
    sink.end_list();
    sink.number("maximum_name_length", contents.maximum_name_length);
    sink.text("public_name", as_text(contents.public_name));
    sink.begin_list("extensions");
    for (const Extension& extension : contents.extensions)
        sink.code({}, extension.type, 4, {});
    sink.end_list();
}

}  // namespace

void describe(const EchConfigList& list, FieldSink& sink) {
    sink.begin_list("configs");
    for (const EchConfig& config : list.configs) {
        sink.begin_object({});
        sink.code("version", config.version, 4, config.version == kEchVersion ? "ECH" : "");
        const auto contents = decode<EchConfigContents>(config.contents);
        if (config.version == kEchVersion && contents)
            describe(*contents, sink);
        else
            sink.hex("contents", config.contents);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace tlsonar::dissect
