# SPDX-License-Identifier: EUPL-1.2
# Completion of pgaref in fish.
# For this shell: pgaref completion fish | source. For every one: put this file at
# ~/.config/fish/completions/pgaref.fish

function __pgaref_complete
    # With -p, an assignment before the command (PGAREF_VAULT=DIR pgaref ...) is among the words.
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string match -v -r '^[A-Za-z_][A-Za-z0-9_]*=' -- $words)[1]
    for line in (command $program _complete fish $words $current 2>/dev/null)
        switch $line
            case ''
            case ':files'
                __pgaref_paths __fish_complete_path $current
            case ':folders'
                __pgaref_paths __fish_complete_directories $current
            case '*'
                echo $line
        end
    end
end

function __pgaref_paths
    # Behind --option= the path begins after the sign.
    set -l option (string match -r -- '^--[^=]*=' $argv[2])
    for found in ($argv[1] (string replace -r -- '^--[^=]*=' '' $argv[2]) '')
        echo "$option$found"
    end
end

complete -c pgaref -f -a '(__pgaref_complete)'
