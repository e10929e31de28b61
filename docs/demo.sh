#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# One case, from its first signal to the proof of its destruction: docs/voorbeeld in a throw-away vault.
#
#   make demo        or, with pgaref, age, faketime, ssh-keygen and jq in PATH: bash docs/demo.sh
#
# Each command stands here as a user types it and runs as it stands here, on a terminal of its own, so that
# tables and messages look and follow each other as they do there. Any other exit code than the one
# expected ends the demo with 1. All people are invented.
set -euo pipefail
umask 077

docs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
memory=/dev/shm
[ -d "$memory" ] && [ -w "$memory" ] || memory=${TMPDIR:-/tmp}
folder=$(mktemp -d "$memory/pgaref-demo.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp "$docs"/voorbeeld/*.yaml "$docs"/verify-log.sh .

# Nothing of the user's own is used or touched.
for name in "${!PGAREF_@}" XDG_STATE_HOME FORCE_COLOR; do unset "$name"; done
export HOME=$folder PGAREF_HOST=demo TZ=UTC LC_ALL=C.UTF-8 COLUMNS=110
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' cyan=$'\e[36m' plain=$'\e[0m'
else
    export NO_COLOR=1
    bold='' cyan='' plain=''
fi
terminal='import os, pty, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
line = ["bash", "-o", "pipefail", "-c", sys.argv[1]]
sys.exit(os.waitstatus_to_exitcode(pty.spawn(line)))'

# chapter TITLE ARTICLES TEXT: what happens now, and by which article.
chapter() {
    printf '\n%s== %s%s (%s)\n' "$bold" "$1" "$plain" "$2"
    fold -s -w 100 <<<"$3" | sed 's/ $//'
}

# clock TIME: move the clock.
clock() {
    now=$1
    printf '\n%s-- %s%s\n' "$cyan" "$(LC_ALL=C date -d "$now" '+%-d %B %Y')" "$plain"
}

# run [EXIT] LINE: show the line, run it and show what it prints; the exit code too where it is not 0.
run() {
    local expected=0 status=0
    if [ $# = 2 ]; then expected=$1 && shift; fi
    printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
    faketime "$now" python3 -c "$terminal" "$1" </dev/null | tr -d '\r' | tee .printed || status=$?
    if [ "$status" != 0 ]; then printf '%s(exit %s)%s\n' "$cyan" "$status" "$plain"; fi
    if [ "$status" != "$expected" ]; then
        echo "demo: that was to end with exit $expected, not $status" >&2
        exit 1
    fi
}

# printed PATTERN: the first text like PATTERN that the last command printed.
printed() { grep -om1 "$1" .printed; }

echo 'One fictitious case, in a vault that is thrown away at the end. All people are invented.'

chapter 'Keys' 'art. 14, 15' \
    'Everybody who acts for a party makes a pair of keys and hands over a card with the public halves.'
clock '2026-10-14 09:00:00'
run 'mkdir -p ~/.config/pgaref'
run 'pgaref keygen ~/.config/pgaref/identity'
run 'for officer in pol-1 om-1 hrl-1 rec-1 nctv-1; do pgaref keygen $officer >$officer.card; done'

chapter 'A vault and its officers' 'art. 5, 14, 15(2)(c), 15(4)' \
    'The uitvoerder keeps the files for the parties, and admits one officer of each that takes part here.'
run 'pgaref init --name "Uma Verzonnen" --referentiekader referentiekader-voorbeeld.yaml'
run 'pgaref officer add politie pol-1 --name "Pol Verzonnen" --card pol-1.card --accepted 2026-10-01'
run 'pgaref officer add openbaar-ministerie om-1 --name "Omar Verzonnen" --card om-1.card --accepted 2026-10-01'
run 'pgaref officer add gemeente-heerlen hrl-1 --name "Hera Verzonnen" --card hrl-1.card --accepted 2026-10-01'
run 'pgaref officer add reclassering-nederland rec-1 --name "Rec Verzonnen" --card rec-1.card --accepted 2026-10-01'
run 'pgaref officer add nctv nctv-1 --name "Nico Verzonnen" --card nctv-1.card --accepted 2026-10-01'
run 'pgaref officer list --names'
run 'pgaref whoami'

chapter 'A subject and the first signals' 'art. 7(1), 7(2), 8(2)(a)-(c)' \
    'Politie and gemeente each bring a signal: factual behaviour. Who reported it is kept apart.'
run 'pgaref intake intake.yaml'
WP=$(printed 'WP-[0-9A-Z]\{8\}')

chapter 'The weegploeg weighs' 'art. 7(3), 8(2)(d)' \
    'People judge every criterion of the referentiekader, in words; pgaref checks that none is left out.'
run "pgaref weigh $WP weging.yaml"

chapter 'The weegploeg decides' 'art. 7(4), 8(2)(e), 8(5), 9(1)' \
    'The case goes to the casusoverleg: a copy of what is relevant, without who reported it. First: who would read what?'
clock '2026-10-15 10:00:00'
run "pgaref decide $WP besluit.yaml --dry-run"
run "pgaref decide $WP besluit.yaml"
CO=$(printed 'CO-[0-9A-Z]\{8\}')

chapter 'The casusoverleg makes its plan' 'art. 9(3)-(5), 10(2)(e)-(g)' \
    'A plan, what was done on a measure, somebody who can help, and the advice of an expert.'
run 'pgaref template action'
run "pgaref plan $CO plan.yaml"
run "pgaref action $CO actie.yaml"
run "pgaref relation $CO betrokkene.yaml"
run "pgaref advice $CO advies.yaml"

chapter 'An expert joins, under secrecy' 'art. 10(5), 14' \
    'The nctv may read the plan, and nothing else. What it needs besides is disclosed field by field, with the signed consent of every party on the dossier, and recorded. It gets a text and a PDF.'
run "pgaref join $CO nctv deelname.yaml"
run "pgaref show $CO/6 --identity nctv-1"
run "pgaref disclose $CO verstrekking.yaml --consent-text >toestemming.yaml"
run 'cat toestemming.yaml'
run 'for officer in pol-1 om-1 hrl-1 rec-1; do ssh-keygen -Y sign -n pgaref-consent -f $officer.sign <toestemming.yaml >$officer.sig 2>/dev/null; done'
run 10 "pgaref disclose $CO verstrekking.yaml --signature pol-1.sig --signature om-1.sig --signature hrl-1.sig"
run "pgaref disclose $CO verstrekking.yaml --signature pol-1.sig --signature om-1.sig --signature hrl-1.sig --signature rec-1.sig"
package=$(printed 'outbox/nctv/[^ ]*\.age')
key=$(printed 'keys/outbox/nctv/[^ ]*\.age')
run "age -d -i nctv-1 vault/$key | age -d -i - vault/$package | tar -xO verstrekking.yaml"

chapter 'What may not be' 'art. 6(b), 10(5)' \
    'Politie adds a signal that the law lets it give to the municipality alone (here with its necessity, without who reported it). The reclassering reads the dossier, but has no key to that part; and no consent makes it go to the nctv.'
run "sed '/^melder:/,\$c noodzaak: Raakt maatregel 1.' signaal.yaml | pgaref signal $CO -"
n=$(printed "$CO/[0-9]*")
n=${n#*/}
run 12 "pgaref show $CO/$n --identity rec-1"
run 10 "sed 's/record: 2/record: $n/' verstrekking.yaml | pgaref disclose $CO -"

chapter 'The person concerned is informed, or told later' 'art. 11' \
    'Telling now would warn others; the kernpartijen defer it, with every reason that the law asks for.'
run "pgaref inform $WP informatieplicht.yaml"

chapter 'The person concerned asks' 'art. 12' \
    'As long as telling is put off there is nothing to tell; the refusal is motivated and says nothing of any file.'
clock '2026-10-20 10:00:00'
run "sed 's/WP-00000000/$WP/; s/CO-00000000/$CO/' verzoek.yaml | pgaref request open -"
VZ=$(printed 'VZ-[0-9A-Z]\{8\}')
run "pgaref request identify $VZ identificatie.yaml"
run 10 "pgaref request answer $VZ beantwoording.yaml"
run "pgaref request refuse $VZ weigering.yaml"
run "pgaref document weigering $VZ"

chapter 'Is it right, is it whole' 'art. 8(3), 8(4), 10(4)' \
    'The uitvoerder checks the file. A party reads with its own key: with pgaref, which logs it, or with nothing but age.'
run "pgaref review $WP controle.yaml"
run "pgaref list --names"
run "echo pamfletten | pgaref find --purpose weegploeg --identity pol-1"
run "age -d -i pol-1 vault/keys/weegploeg/$WP/dossier/politie/pol-1.age |
    age -d -i - vault/dossiers/weegploeg/$WP/dossier/0002.age | grep ."

chapter 'A party leaves' 'art. 9(1), 10(4)' \
    'What the reclassering could read gets new keys; what it has read it has read.'
clock '2026-12-01 10:00:00'
run "echo '{schema: vertrek/1, datum: 2026-12-01, reden: Het toezicht is geëindigd.}' |
    pgaref leave $CO reclassering-nederland -"
run 12 "pgaref show $CO --identity rec-1"

chapter 'The obstacle has gone' 'art. 11(5), 12(3)-(6)' \
    'The agenda says what is overdue. The person is told, asks again, reads all but melders, other persons and restricted data, and has the address corrected.'
clock '2027-02-01 10:00:00'
run 15 'pgaref agenda --days 14'
run "sed '/^grond:/,\$d; s/uitkomst: .*/uitkomst: geinformeerd/; s/2026-10-15/2027-02-01/' informatieplicht.yaml |
    cat - <(echo 'op: 2027-02-01'; echo 'wijze: Gesprek op het gemeentehuis.') | pgaref inform $WP -"
run "sed 's/WP-00000000/$WP/; s/CO-00000000/$CO/; s/2026-10-19/2027-01-25/' verzoek.yaml | pgaref request open -"
VZ=$(printed 'VZ-[0-9A-Z]\{8\}')
run "sed 's/2026-10-20/2027-02-01/' identificatie.yaml | pgaref request identify $VZ -"
run "sed 's/2026-10-20/2027-02-01/' beantwoording.yaml | pgaref request answer $VZ -"
run "sed 's/2026-10-20/2027-02-01/' correctie.yaml | pgaref correct $WP/1 -"
run "pgaref show $CO --disclosures"

chapter 'The plan is closed' 'art. 8(2)(f), 9(4), 10(2)(h)' \
    'On the advice of the casusoverleg, by decision of the kernpartijen, noted in both files. Cron swept every night: in a quiet vault it adds a line every 28 days, so that a clock that leaps is seen.'
clock '2027-04-20 03:00:00'
run 'pgaref sweep'
clock '2027-06-11 10:00:00'
run "pgaref close $CO afsluiting.yaml"
run 'pgaref sweep --dry-run --as-of 2028-06-11'

chapter 'A year later: the archive' 'art. 13(2)' \
    'The sweep runs from cron and needs no key. Here the clock leaps a year, so it asks a person first. From then on only kernpartijen read, for a purpose that the archive allows; not the uitvoerder.'
clock '2028-06-11 10:00:00'
run 15 'pgaref sweep'
run 'pgaref sweep --confirm 2028-06-11'
run 'pgaref list'
run 12 "pgaref show $WP --purpose klacht"
run "pgaref show $WP/2 --purpose klacht --identity pol-1"

chapter 'Four years later: destruction' 'art. 13(1)' \
    'Five years after the last processing, not earlier and not later.'
clock '2032-06-11 10:00:00'
run 'pgaref sweep --confirm 2032-06-11'
run 10 "pgaref show $WP"
run 'find vault -name "*.age"'

chapter 'The log of all this' 'art. 15(2)(e)' \
    'Signed and chained; verified by pgaref, and with jq, sha256sum and ssh-keygen alone.'
run 'pgaref log verify'
run 'pgaref check'
run 'sh verify-log.sh vault'

chapter 'What is left: the proof' 'art. 13(1)' \
    'It says what was destroyed, why and when, and nothing about whom.'
run "pgaref certificate $WP"
