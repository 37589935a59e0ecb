#include "scanner/engine/attempt.h"

#include <algorithm>

namespace tlsonar::scanner {

Attempt::Attempt(Loop& loop, Network& network, const Route& route, const Deadlines& deadlines,
                 Conversation& conversation, bool keep_wire, Done done)
    : loop_(loop),
      network_(network),
      route_(route),
      deadlines_(deadlines),
      conversation_(conversation),
      keep_wire_(keep_wire),
      done_(std::move(done)) {}

Attempt::~Attempt() { *alive_ = false; }

Moment Attempt::moment() { return {Loop::wall_now(), ++ordinal_}; }

void Attempt::start() {
    began_ = Loop::steady_now();
    outcome_.begin = Loop::wall_now();
    watch(deadlines_.connect);
    total_ = loop_.after(deadlines_.total, [this] { finish(End::timeout, {}); });
    link_ = network_.open(route_.endpoint, route_.udp, *this);
}

void Attempt::watch(Time limit) {
    silence_ = loop_.after(limit, [this] {
        if (outcome_.opened && !tls_ && dialog_)
            return finish(End::dialog,
                          "the server kept silent instead of " + std::string(dialog_->awaited()));
        finish(End::timeout, outcome_.opened ? std::string()
                                             : std::string("no answer to the attempt to connect"));
    });
}

void Attempt::on_open(const Endpoint& local) {
    outcome_.opened = true;
    outcome_.local = local;
    watch(deadlines_.silence);
    begin_next();
}

// The next dialog, or TLS.
void Attempt::begin_next() {
    while (next_dialog_ < route_.dialogs.size()) {
        dialog_ = route_.dialogs[next_dialog_++]();
        std::vector<std::uint8_t> out;
        const Dialog::State state = dialog_->start(out);
        if (!out.empty()) send(out);
        if (state == Dialog::State::refused) return refused_by_dialog();
        if (state == Dialog::State::talking) return;
    }
    tls_ = outcome_.talked = true;
    std::vector<std::uint8_t> out;
    conversation_.start(out, moment());
    send_tls(out);
    set_wake();
}

void Attempt::set_wake() {
    const Time wait = conversation_.wake_after();
    if (wait == 0) return wake_.cancel();
    wake_ = loop_.after(wait, [this] {
        std::vector<std::uint8_t> out;
        const bool give_up = conversation_.woken(out, moment());
        send_tls(out);
        if (give_up) return finish(End::timeout, {});
        set_wake();
    });
}

void Attempt::on_octets(Bytes octets) {
    outcome_.received += octets.size();
    keep(Sender::responder, octets);
    watch(deadlines_.silence);
    // One read may hold the end of a dialog and the beginning of what follows.
    while (!tls_ && !over_ && !octets.empty()) {
        std::vector<std::uint8_t> out;
        const Dialog::State state = dialog_->received(octets, out);
        if (!out.empty()) send(out);
        if (state == Dialog::State::refused) return refused_by_dialog();
        if (state == Dialog::State::talking) return;
        begin_next();
    }
    if (!over_ && tls_ && !octets.empty()) talk(octets);
}

void Attempt::talk(Bytes octets) {
    std::vector<std::uint8_t> bare;
    if (dialog_ && dialog_->wraps()) {
        dialog_->unwrap(octets, bare);
        octets = bare;
        if (octets.empty()) return;
    }
    std::vector<std::uint8_t> out;
    const bool enough = conversation_.received(octets, out, moment());
    if (!out.empty()) send_tls(out);
    if (enough) return finish(End::done, {});
    set_wake();
}

void Attempt::send_tls(const std::vector<std::uint8_t>& octets) {
    if (octets.empty()) return;
    if (!dialog_ || !dialog_->wraps()) return send(octets);
    std::vector<std::uint8_t> wrapped;
    dialog_->wrap(octets, wrapped);
    send(wrapped);
}

void Attempt::send(Bytes octets) {
    outcome_.sent += octets.size();
    keep(Sender::initiator, octets);
    link_->send(octets);
}

void Attempt::keep(Sender from, Bytes octets) {
    if (!keep_wire_) return;
    outcome_.wire.push_back({Loop::wall_now(), from, {octets.begin(), octets.end()}});
}

void Attempt::on_end(End end, const std::string& sentence) {
    if (end != End::eof || tls_ || !dialog_) return finish(end, sentence);
    // So does a server that has too many clients.
    outcome_.temporary = true;
    finish(End::dialog,
           "the server closed the connection instead of " + std::string(dialog_->awaited()));
}

void Attempt::refused_by_dialog() {
    outcome_.temporary = dialog_->temporary();
    finish(End::dialog, dialog_->trouble());
}

// Whoever waits is told from the loop: it may destroy this attempt, in whose functions we are.
void Attempt::finish(End end, std::string sentence) {
    if (over_) return;
    over_ = true;
    silence_.cancel();
    total_.cancel();
    wake_.cancel();
    link_.reset();
    if (tls_) conversation_.ended(end, moment());
    outcome_.end = end;
    outcome_.sentence = std::move(sentence);
    outcome_.duration = Loop::steady_now() - began_;
    loop_.post([this, alive = alive_] {
        if (!*alive) return;
        const Done done = std::move(done_);  // it may destroy this attempt
        done(std::move(outcome_));
    });
}

}  // namespace tlsonar::scanner
