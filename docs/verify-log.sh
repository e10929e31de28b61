#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Verify the log of a vault with jq, sha256sum and ssh-keygen alone, without pgaref and without a key.
#
#   sh docs/verify-log.sh VAULT [HEAD]
#
# Prints the number of lines and the SHA-256 of the last. HEAD is one that was noted down before: the log
# must still hold that line, or else it was rolled back. Exit 0 where chain, order, every signature and
# every file that the log binds hold; otherwise 1, and the first thing that does not on stderr.
set -euf
LC_ALL=C
export LC_ALL

[ $# -ge 1 ] || { echo "usage: verify-log.sh VAULT [HEAD]" >&2; exit 2; }
vault=$1
noted=${2-}
seq=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "log line $seq: $1" >&2
    exit 1
}

set +f
cat "$vault"/log/[0-9][0-9][0-9][0-9].jsonl >"$work/log"
set -f
[ -s "$work/log" ] || fail "there is none"

# One spelling for each line, so that a digest and a signature mean one thing.
jq -cS . "$work/log" 2>/dev/null | cmp -s - "$work/log" || fail "a line is not canonical JSON"

# One vault, numbers without a gap, time that never runs back, a commit right after its intent.
jq -n 'foreach inputs as $line (
    {seq: 0, time: ""};
    if $line.seq != .seq + 1 then error("a number is not the next")
    elif .vault and $line.vault != .vault then error("of another vault")
    elif $line.time < .time then error("older than the line before it")
    elif $line.phase == "intent" and $line.op != $line.seq then error("not its own operation")
    elif $line.phase == "commit" and $line.op != .seq then error("a commit without intent")
    else $line end;
    empty)' "$work/log" >"$work/order" 2>&1 || fail "order: $(cut -c1-200 "$work/order")"

# What the scheduler, who holds no key, may commit: nothing but archiving, destroying and expiring.
unsigned='
    {archive: [["archive/"], ["dossiers/"]],
     shred: [["certificates/"], ["dossiers/", "archive/", "outbox/"]],
     expire: [["dossiers/", "archive/"], []]}[.action] as $may
    | .actor == "scheduler" and $may != null and (has("signers") | not)
      and all(.files // {} | to_entries[]; .key as $path
          | $may[if .value == "-" then 1 else 0] | any(.[]; . as $start | $path | startswith($start)))'

# The officers who may sign, as the commits so far admitted them, in the form that ssh-keygen reads.
admit() {
    jq -s '.[0] + (.[1].signers // {}) | with_entries(select(.value != "-"))' \
        "$work/signers.json" "$work/line" >"$work/next.json"
    mv "$work/next.json" "$work/signers.json"
    jq -r 'to_entries[] | "\(.key) namespaces=\"pgaref-log\" \(.value)"' \
        "$work/signers.json" >"$work/allowed"
}

commit() {
    # The founder admits himself; everybody else was admitted before.
    if [ "$founded" = no ] && jq -e '.action == "init"' "$work/line" >/dev/null; then admit; fi
    founded=yes
    if jq -e 'has("sig")' "$work/line" >/dev/null; then
        jq -r '"-----BEGIN SSH SIGNATURE-----", .sig[], "-----END SSH SIGNATURE-----"' \
            "$work/line" >"$work/sig"
        jq -cS 'del(.sig)' "$work/line" >"$work/signed"
        actor=$(jq -r .actor "$work/line")
        ssh-keygen -Y verify -f "$work/allowed" -I "$actor" -n pgaref-log -s "$work/sig" \
            <"$work/signed" >/dev/null 2>&1 || fail "not signed by an officer in office"
    else
        jq -e "$unsigned" "$work/line" >/dev/null || fail "not signed"
    fi
    admit
}

founded=no
met=no
echo '{}' >"$work/signers.json"
: >"$work/allowed"
id=$(head -n 1 "$work/log" | jq -r .vault)
head=$(printf 'pgaref log 1\nvault %s\n' "$id" | sha256sum | cut -c1-64)
jq -r '"\(.prev) \(.phase)"' "$work/log" >"$work/columns"
while IFS= read -r line && IFS=' ' read -r prev phase <&3; do
    seq=$((seq + 1))
    [ "$prev" = "$head" ] || fail "does not follow from the line before it"
    printf '%s\n' "$line" >"$work/line"
    head=$(sha256sum <"$work/line" | cut -c1-64)
    if [ "$head" = "$noted" ]; then met=yes; fi
    if [ "$phase" = commit ]; then commit; fi
done <"$work/log" 3<"$work/columns"
[ -z "$noted" ] || [ "$met" = yes ] || fail "the log ends, and the line that was noted is not in it"

# The files that the log binds: cards, settings, profile, parties, certificates, packages.
archive=$(jq -r '.archive // "archive"' "$vault/vault.json")
jq -nr --arg archive "$archive" '
    reduce (inputs | .files // {}) as $files ({}; . + $files)
    | to_entries[] | select(.value != "-")
    | "\(.value)  \(.key | sub("^archive/"; $archive + "/"))"' "$work/log" >"$work/sums"
(cd "$vault" && sha256sum --quiet --strict -c "$work/sums") >&2 || fail "files are not as the log has them"

echo "$seq $head"
