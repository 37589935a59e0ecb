#include "profile/record_maker.h"

#include "profile/derive.h"

namespace tlsonar::profile {

struct RecordMaker::State {
    ClientCache clients;
    dissect::Fingerprinter fingerprinter;
    CertificateCache certificates;
    ProofCache proofs;
};

RecordMaker::RecordMaker() : state_(std::make_unique<State>()) {}
RecordMaker::~RecordMaker() = default;
RecordMaker::RecordMaker(RecordMaker&&) noexcept = default;
RecordMaker& RecordMaker::operator=(RecordMaker&&) noexcept = default;

void RecordMaker::make(const Observation& observation, Record& record) {
    record.provenance = observation.provenance;
    derive_client(observation.handshake, state_->clients, record);
    derive_server(observation.handshake, state_->fingerprinter, record);
    derive_certificates(observation.handshake, state_->certificates, state_->proofs, record);
    derive_course(observation.handshake, record);
}

}  // namespace tlsonar::profile
