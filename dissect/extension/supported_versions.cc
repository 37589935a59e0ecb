// supported_versions: what the client can speak, and what the server chose.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct SupportedVersions {
    CodeList versions;
};
void read(Reader& reader, SupportedVersions& value) {
    value.versions = codes(reader, reader.vector8());
}
void write(Writer& writer, const SupportedVersions& value) {
    writer.vector8(value.versions.octets());
}
void describe(const SupportedVersions& value, FieldSink& sink) {
    describe_codes(sink, "versions", value.versions, version_name);
}

struct SelectedVersion {
    std::uint16_t selected_version = 0;
};
void read(Reader& reader, SelectedVersion& value) { value.selected_version = reader.u16(); }
void write(Writer& writer, const SelectedVersion& value) { writer.u16(value.selected_version); }
void describe(const SelectedVersion& value, FieldSink& sink) {
    describe_code(sink, "selected_version", value.selected_version, version_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind supported_versions =
    make_kind<In<kCH, SupportedVersions>, In<kSH | kHRR, SelectedVersion>>(
        43, "supported_versions", "RFC 9846 section 4.2.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
