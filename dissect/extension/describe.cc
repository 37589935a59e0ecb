#include "dissect/extension/describe.h"

namespace tlsonar::dissect {
namespace {

void describe_type(std::uint16_t type, FieldSink& sink) {
    sink.code("type", type, 4, is_grease(type) ? "GREASE" : extension_name(type));
}

void describe_extension(const Extension& extension, ExtensionPlace place, FieldSink& sink) {
    describe_type(extension.type, sink);
    const ExtensionKind* kind = find_extension(extension.type);
    if (kind == nullptr) return sink.hex("data", extension.body);
    if (const auto status = kind->check(extension.body, place); !status) {
        sink.text("malformed", status.error().what);
        return sink.hex("data", extension.body);
    }
    sink.begin_object("value");
    kind->describe(extension.body, place, sink);
    sink.end_object();
}

}  // namespace

void describe_extensions(const ExtensionList& extensions, ExtensionPlace place, FieldSink& sink) {
    sink.begin_list("extensions");
    for (const Extension& extension : extensions) {
        sink.begin_object({});
        describe_extension(extension, place, sink);
        sink.end_object();
    }
    if (const auto partial = extensions.partial_last()) {
        sink.begin_object({});
        describe_type(partial.extension.type, sink);
        sink.number("declared_length", partial.declared);
        sink.hex("data", partial.extension.body);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace tlsonar::dissect
