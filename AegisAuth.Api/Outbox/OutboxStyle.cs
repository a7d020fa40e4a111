namespace AegisAuth.Api.Outbox;

/// <summary>The looks of <c>/dev/outbox</c>: a page that is read again and again deserves some.</summary>
internal static class OutboxStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --line: #d5dad8; --soft: #f2f5f4; --ink: #16211e; --quiet: #53625d; --accent: #0f6a5b; --paper: #fff; }
        @media (prefers-color-scheme: dark) {
          :root { --line: #3c4a46; --soft: #141c1a; --ink: #eaf1ef; --quiet: #a8b8b2; --accent: #6fd3bf; --paper: #1c2624; }
        }
        * { box-sizing: border-box; }
        body { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; color: var(--ink); background: var(--soft); font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
        h1 { margin: 0; font-size: 1.5rem; line-height: 1.3; }
        h2 { margin: 0; font-size: 1.0625rem; overflow-wrap: anywhere; }
        p { margin: .25rem 0; color: var(--quiet); overflow-wrap: anywhere; }
        article { margin: 1.25rem 0; padding: 1.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; }
        pre { margin: .75rem 0; padding: .75rem 1rem; background: var(--soft); border-radius: .5rem; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
        a { display: inline-block; padding: .5rem 1.25rem; color: var(--accent); border: 1px solid var(--accent); border-radius: .5rem; text-decoration: none; font-weight: 600; }
        a:hover { text-decoration: underline; }
        a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

        """;
}
