# SPDX-License-Identifier: EUPL-1.2
# Completion of pgaref in bash 4.4 or newer.
# For this shell: source <(pgaref completion bash). For every one: put this file at
# ~/.local/share/bash-completion/completions/pgaref

_pgaref() {
    # bash shows what is typed from the command on: PGAREF_VAULT counts where it is exported.
    local line current=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
        "") ;;
        :files)
            compopt -o filenames
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${current#=}")
            ;;
        :folders)
            compopt -o filenames
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "${current#=}")
            ;;
        *)
            COMPREPLY+=("${line%%$'\t'*}")
            ;;
        esac
    done < <(command "${COMP_WORDS[0]/#\~/$HOME}" _complete bash \
        "${COMP_WORDS[@]:0:COMP_CWORD}" "$current" 2>/dev/null)
    # An address goes on behind its slash.
    [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace
    return 0
}

complete -F _pgaref pgaref
