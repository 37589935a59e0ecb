// The writers of the catalogue (list.h).
#pragma once

#include "reports/records/writer.h"

#include <memory>

namespace tlsonar::reports::writers {

std::unique_ptr<RecordWriter> ecs();
std::unique_ptr<RecordWriter> eve();
std::unique_ptr<RecordWriter> zeek_ssl_json();
std::unique_ptr<RecordWriter> zeek_ssl_tsv();
std::unique_ptr<RecordWriter> zeek_x509_json();
std::unique_ptr<RecordWriter> zeek_x509_tsv();

}  // namespace tlsonar::reports::writers
