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

# Where years of the log were deleted, it goes on from what they said that still holds.
base=$vault/log/base.json
if [ -e "$base" ]; then
    jq -cS . "$base" 2>/dev/null | cmp -s - "$base" || fail "log/base.json is not canonical JSON"
    cat "$base" >"$work/base"
else
    echo '{"seq":0,"time":"","year":"0","signers":{},"bindings":{}}' >"$work/base"
fi
deleted=$(jq -r .year "$work/base")
set +f
for file in "$vault"/log/[0-9][0-9][0-9][0-9].jsonl; do
    year=${file##*/}
    if [ -e "$file" ] && [ "${year%.jsonl}" -gt "$deleted" ]; then cat "$file" >>"$work/log"; fi
done
set -f
[ -s "$work/log" ] || fail "there is none"

# One spelling for each line, so that a digest and a signature mean one thing.
jq -cS . "$work/log" 2>/dev/null | cmp -s - "$work/log" || fail "a line is not canonical JSON"

# One vault, numbers without a gap, time that never runs back, a commit right after its intent.
jq -n --slurpfile base "$work/base" 'foreach inputs as $line (
    $base[0] | {seq, time, vault};
    if $line.seq != .seq + 1 then error("a number is not the next")
    elif .vault and $line.vault != .vault then error("of another vault")
    elif $line.time < .time then error("older than the line before it")
    elif $line.phase == "intent" and $line.op != $line.seq then error("not its own operation")
    elif $line.phase == "commit" and $line.op != .seq then error("a commit without intent")
    else $line end;
    empty)' "$work/log" >"$work/order" 2>&1 || fail "order: $(cut -c1-200 "$work/order")"

# What the scheduler, who holds no key, may commit: the archiving or the destruction of one dossier. Its
# card goes, and comes in the archive or as a certificate; packages of the same dossier and drafts about
# it may go with it. Or that drafts go.
unsigned='
    (.dossier // "-") as $id
    | [.files // {} | to_entries[] | select(.value != "-") | .key] as $comes
    | [.files // {} | to_entries[] | select(.value == "-") | .key
        | select(test("^outbox/[^/]+/" + $id + "-[0-9]+[.]age$") | not)
        | select(test("^drafts/" + $id + "(-[0-9]+)?[.][a-z0-9.-]+[.]age$") | not)] as $goes
    | .actor == "scheduler" and (has("signers") | not)
      and if .action == "drafts-expire"
          then $comes == [] and all($goes[]; test("^drafts/[A-Za-z0-9.-]+[.]age$"))
          elif ([$comes, $goes] | map(length)) != [1, 1]
          then false
          elif .action == "archive"
          then ($goes[0] | test("^dossiers/[^/]+/" + $id + "/card[.]json$"))
               and $comes[0] == ($goes[0] | sub("^dossiers/"; "archive/"))
          elif .action == "shred"
          then ($goes[0] | test("^(dossiers|archive)/[^/]+/" + $id + "/card[.]json$"))
               and $comes[0] == "certificates/" + $id + ".json"
          else false end'

# What is needed of each line, in a pass of jq over all of them.
jq -r "[.prev, .phase, .action, .actor, has(\"signers\"), ($unsigned)] | join(\" \")" \
    "$work/log" >"$work/columns"
jq -r '.sig // [] | join(" ")' "$work/log" >"$work/signatures"
jq -cS 'del(.sig)' "$work/log" >"$work/bodies"

# The officers who may sign, as the commits so far admitted them, in the form that ssh-keygen reads.
admit() {
    printf '%s\n' "$body" >"$work/line"
    jq -s '.[0] + (.[1].signers // {}) | with_entries(select(.value != "-"))' \
        "$work/signers" "$work/line" >"$work/next"
    mv "$work/next" "$work/signers"
    jq -r 'to_entries[] | "\(.key) namespaces=\"pgaref-log\" \(.value)"' \
        "$work/signers" >"$work/allowed"
}

commit() {
    # The founder admits himself; everybody else was admitted before.
    if [ "$founded$action" = noinit ]; then admit; fi
    founded=yes
    if [ -n "$signature" ]; then
        # shellcheck disable=SC2086  # one word of base64 a line
        printf '%s\n' "-----BEGIN SSH SIGNATURE-----" $signature "-----END SSH SIGNATURE-----" \
            >"$work/signature"
        printf '%s\n' "$body" | ssh-keygen -Y verify -f "$work/allowed" -I "$actor" -n pgaref-log \
            -s "$work/signature" >/dev/null 2>&1 || fail "not signed by an officer in office"
    elif [ "$may_be_unsigned" != true ]; then
        fail "not signed"
    fi
    if [ "$admits" = true ]; then admit; fi
}

founded=no
met=no
id=$(head -n 1 "$work/log" | jq -r .vault)
head=$(printf 'pgaref log 1\nvault %s\n' "$id" | sha256sum | cut -c1-64)
jq .signers "$work/base" >"$work/signers"
body='{}'
admit
if [ -e "$base" ]; then
    founded=yes
    seq=$(jq .seq "$base")
    head=$(jq -r .head "$base")
    if [ "$head" = "$noted" ]; then met=yes; fi
fi
while IFS= read -r line && IFS= read -r body <&4 && IFS= read -r signature <&5 &&
    IFS=' ' read -r prev phase action actor admits may_be_unsigned <&3; do
    seq=$((seq + 1))
    [ "$prev" = "$head" ] || fail "does not follow from the line before it"
    head=$(printf '%s\n' "$line" | sha256sum | cut -c1-64)
    if [ "$head" = "$noted" ]; then met=yes; fi
    if [ "$phase" = commit ]; then commit; fi
done <"$work/log" 3<"$work/columns" 4<"$work/bodies" 5<"$work/signatures"
[ -z "$noted" ] || [ "$met" = yes ] || fail "the log ends, and the line that was noted is not in it"

# The files that the log binds: cards, settings, profile, parties, certificates, packages.
archive=$(jq -r '.archive // "archive"' "$vault/vault.json")
jq -nr --arg archive "$archive" --slurpfile base "$work/base" '
    reduce (inputs | .files // {}) as $files
        ($base[0].bindings | map_values(.sha256); . + $files)
    | to_entries[] | select(.value != "-")
    | "\(.value)  \(.key | sub("^archive/"; $archive + "/"))"' "$work/log" >"$work/sums"
if [ -e "$base" ]; then
    jq -es 'map(.files // {}) | add | has("log/base.json")' "$work/log" >"$work/bound" ||
        fail "log/base.json is not in the log"
fi
(cd "$vault" && sha256sum --quiet --strict -c "$work/sums") >&2 || fail "files are not as the log has them"

echo "$seq $head"
