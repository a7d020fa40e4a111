namespace AegisAuth.Api.Simulator;

/// <summary>The looks of the simulator's pages. Striped on top, so that they are not taken for the real provider.</summary>
internal static class Stylesheet
{
    internal const string Text = """
        :root { color-scheme: light dark; --line: #c8ced6; --soft: #f3f5f8; --ink: #1a1f26; --quiet: #505a66; --accent: #0b57c2; --paper: #fff; }
        @media (prefers-color-scheme: dark) {
          :root { --line: #465060; --soft: #232a34; --ink: #eef1f5; --quiet: #b3bdca; --accent: #8ab8ff; --paper: #171c23; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; color: var(--ink); background: var(--soft); font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
        header, main { max-width: 44rem; margin: 0 auto; padding: 0 1rem; }
        header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
        body::before { content: ""; display: block; height: .5rem; background: repeating-linear-gradient(45deg, #f2b705 0 1rem, #1a1f26 1rem 2rem); }
        main { padding: 1.25rem 1rem 2rem; margin-bottom: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; }
        @media (max-width: 46rem) { main { border-radius: 0; border-inline: 0; } }
        @media (min-width: 46rem) { main { padding-inline: 2rem; } }
        .badge { margin: .75rem 0; font-size: .875rem; font-weight: 600; }
        h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.3; }
        h2 { margin: 2rem 0 .5rem; font-size: 1.125rem; }
        p { margin: .5rem 0; }
        a { color: var(--accent); }
        .quiet { color: var(--quiet); font-size: .9375rem; }
        .refusal { padding: .75rem 1rem; border-inline-start: .25rem solid #c62828; background: var(--soft); overflow-wrap: anywhere; }
        fieldset { margin: 1rem 0; padding: .5rem 1rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
        legend { padding: 0 .35rem; font-weight: 600; }
        .choices { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: .5rem; }
        .choices label { display: flex; gap: .6rem; align-items: flex-start; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
        .choices label:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
        .choices input { margin: .3rem 0 0; inline-size: 1.1rem; block-size: 1.1rem; flex: none; accent-color: var(--accent); }
        .choices small { display: block; color: var(--quiet); overflow-wrap: anywhere; }
        .actions { display: flex; flex-wrap: wrap; gap: .75rem; }
        button { min-block-size: 2.75rem; padding: .5rem 1.5rem; border: 1px solid var(--accent); border-radius: .5rem; background: transparent; color: var(--accent); font: inherit; cursor: pointer; }
        button.first { background: #0b57c2; border-color: #0b57c2; color: #fff; font-weight: 600; }
        :is(a, button, input, textarea):focus-visible { outline: 3px solid #f2b705; outline-offset: 2px; }
        figure { margin: 1rem 0; display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; }
        figure svg { inline-size: 9rem; block-size: 9rem; padding: .5rem; background: #fff; border: 1px solid var(--line); border-radius: .5rem; }
        figcaption { flex: 1 1 14rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .75rem 0; }
        dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
        code, pre, textarea { font: .875rem/1.5 ui-monospace, Consolas, "Noto Sans Mono CJK SC", monospace; }
        pre { padding: .75rem 1rem; background: var(--soft); border-radius: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        textarea { inline-size: 100%; padding: .5rem; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; resize: vertical; field-sizing: content; max-block-size: 16rem; }
        label.over { display: block; margin-top: .75rem; font-weight: 600; }
        ul { padding-inline-start: 1.25rem; }

        """;
}
