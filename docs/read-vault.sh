#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Read a vault by docs/format-1.md alone, with jq, age and sha256sum: a second reader, without pgaref.
#
#   sh docs/read-vault.sh VAULT list
#   sh docs/read-vault.sh VAULT check
#   sh docs/read-vault.sh VAULT open IDENTITY OFFICER ID[/N]
#
# `list` prints every dossier with its register, state and number of records. `check` verifies that records and
# keys are those on the cards, and the cards those that the log binds; docs/verify-log.sh verifies the log itself.
# `open` prints the records that OFFICER (party/id) has keys for, decrypted with IDENTITY. Exit 1 where something
# is not as it must be. What is opened so leaves no line in the log.
set -euf
LC_ALL=C
export LC_ALL

fail() {
    echo "$1" >&2
    exit 1
}

[ $# -ge 2 ] || { echo "usage: read-vault.sh VAULT list|check|open ..." >&2; exit 2; }
vault=$(cd "$1" && pwd)
command=$2
archive=$(jq -r '.archive // empty' "$vault/vault.json")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Where a path of the vault lies.
place() {
    case $1 in
    archive/*) if [ -n "$archive" ]; then echo "$archive/${1#archive/}"; else echo "$vault/$1"; fi ;;
    *) echo "$vault/$1" ;;
    esac
}

# The paths and digests of what the log binds: the base's first, then the lines', the last one for each.
bound() {
    if [ -e "$vault/log/base.json" ]; then jq -c '.bindings | map_values(.sha256)' "$vault/log/base.json"; fi
    set +f
    cat "$vault"/log/[0-9][0-9][0-9][0-9].jsonl | jq -c '.files // empty'
    set -f
}
bound | jq -rs 'add | to_entries[] | select(.value != "-") | "\(.value) \(.key)"' >"$work/bound"

# Each card that the log binds, once it is the one: its path on a line.
cards() {
    grep '/card[.]json$' "$work/bound" | while read -r sha path; do
        echo "$sha  $(place "$path")" | sha256sum --status -c - || fail "$path: not as the log has it"
        echo "$path"
    done
}

# Every file that a card vouches for: its digest and its path.
vouched() {
    jq -r --arg folder "${1%/card.json}" '
        . as $card
        | (.records[] | "\(.sha256) \($folder)/\(.section)/" + ("000\(.n)"[-4:]) + ".age"),
          (.sections | to_entries[] | .key as $section
            | ((.value.keys // {} | to_entries[] | "\(.value) .age \(.key)"),
               (.value.seals // {} | to_entries[] | "\(.value) .seal.age \(.key)"))
            | split(" ")
            | "\(.[0]) keys/\($card.register)/\($card.id)/\($section)/\(.[2])\(.[1])")' "$(place "$1")"
}

check() {
    cards >"$work/cards"
    while read -r card; do
        vouched "$card" >"$work/vouched"
        while read -r sha path; do
            echo "$sha  $(place "$path")" | sha256sum --status -c - 2>/dev/null ||
                fail "$path: not as its card has it"
        done <"$work/vouched"
    done <"$work/cards"
    echo "$(wc -l <"$work/cards") dossiers, and all that their cards vouch for"
}

list() {
    cards >"$work/cards"
    while read -r card; do
        jq -r '[.id, .register, .state, (.records | length)] | map(tostring) | join("\t")' "$(place "$card")"
    done <"$work/cards"
}

# A record of a dossier: both layers where it is in the archive.
record() {
    keys=$vault/keys/$register/$id/$2/$officer
    file=$(place "$folder/$2/$(printf %04d "$1").age")
    [ -e "$keys.age" ] || return 0
    if [ -n "$3" ]; then
        age -d -i "$identity" "$keys.seal.age" | age -d -i - "$file" >"$work/inner"
        file=$work/inner
    fi
    age -d -i "$identity" "$keys.age" | age -d -i - "$file" >"$work/plain"
    [ "$(sha256sum <"$work/plain" | cut -c1-64)" = "$4" ] || fail "$id/$1: not the plaintext that its card has"
    # Without the newlines that it is padded with.
    sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$work/plain"
    echo ---
}

open() {
    identity=$1 officer=$2 id=${3%%/*} n=${3#"${3%%/*}"}
    cards >"$work/cards"
    card=$(grep "/$id/card[.]json$" "$work/cards") || fail "no dossier $id"
    folder=${card%/card.json}
    register=$(jq -r .register "$(place "$card")")
    jq -r --arg n "${n#/}" '
        .sections as $sections | .records[] | select($n == "" or $n == "\(.n)")
        | [.n, .section, ($sections[.section].seal // ""), .digest] | map(tostring) | join("|")' \
        "$(place "$card")" >"$work/records"
    while IFS='|' read -r number section seal digest; do
        record "$number" "$section" "$seal" "$digest"
    done <"$work/records"
}

case $command in
list) list ;;
check) check ;;
open)
    [ $# -eq 5 ] || { echo "usage: read-vault.sh VAULT open IDENTITY OFFICER ID[/N]" >&2; exit 2; }
    open "$3" "$4" "$5"
    ;;
*) fail "there is no $command" ;;
esac
