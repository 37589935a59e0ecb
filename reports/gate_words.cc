#include "reports/gate_words.h"

#include "reports/format.h"

namespace tlsonar::reports {

GateWords gate_words(const audit::GateVerdict& verdict) {
    GateWords out;
    out.word = verdict.violations > 0 || verdict.exit_code == 1 ? "FAIL"
               : verdict.exit_code == 0                         ? "PASS"
                                                                : "OPEN";
    out.sentence = verdict.reason;
    if (verdict.below > 0)
        out.sentence += "; " + plural(verdict.below, "failed rule") + " below that";
    if (verdict.unreachable > 0 && verdict.exit_code != 3)
        out.sentence += "; " + plural(verdict.unreachable, "subject") + " not reached";
    if (verdict.open > 0)
        out.sentence += "; " + plural(verdict.open, "rule") + " not tested or unclear";
    return out;
}

}  // namespace tlsonar::reports
