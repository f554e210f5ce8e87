import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sanitiseHtml } from './sanitise-html.ts'
import { sanitiseStyle } from './sanitise-style.ts'

describe('what a letter needs stays', () => {
  test.each([
    { because: 'emphasis and lists', html: '<p>Hei <b>Kari</b></p><ul><li>én</li></ul>' },
    {
      because: 'tables with their layout',
      html: '<table width="600" cellpadding="0"><tbody><tr><td align="center" style="color:#333;padding:4px">x</td></tr></tbody></table>',
    },
    { because: 'fonts of old programs', html: '<font face="Arial" size="2" color="#ff0000">x</font>' },
    { because: 'a right-to-left paragraph', html: '<p dir="rtl" lang="he">שלום</p>' },
    { because: 'entities as text', html: '<p>a &lt; b &amp; c</p>' },
  ])('$because', ({ html }) => expect(sanitiseHtml(html)).toBe(html))

  test.each([
    {
      because: "Word's own element between paragraphs",
      html: '<p>a<o:p><p>b</p></o:p></p>',
      want: '<p>a</p><p>b</p><p></p>',
    },
    { because: 'a body within a paragraph', html: '<p>a<body>b', want: '<p>a</p><div data-body>b</div><p></p>' },
  ])('what is taken out leaves no paragraph within a paragraph: $because', ({ html, want }) =>
    expect(sanitiseHtml(html)).toBe(want),
  )
})

describe('links', () => {
  const rel = 'target="_blank" rel="noopener noreferrer nofollow"'
  test.each([
    {
      because: 'the web',
      html: '<a href="https://solvik.example/a?b=1&amp;c=2">x</a>',
      want: `<a href="https://solvik.example/a?b=1&amp;c=2" ${rel}>x</a>`,
    },
    {
      because: 'mail and telephone',
      html: '<a href="mailto:kari@solvik.example">x</a><a href="tel:+4799999999">y</a>',
      want: `<a href="mailto:kari@solvik.example" ${rel}>x</a><a href="tel:+4799999999" ${rel}>y</a>`,
    },
    {
      because: 'the sender chooses neither target nor rel',
      html: '<a href="http://x.example/" target="_top" rel="opener">x</a>',
      want: `<a href="http://x.example/" ${rel}>x</a>`,
    },
    { because: 'a link into the mail itself leads nowhere', html: '<a href="#top">x</a>', want: '<a>x</a>' },
    { because: 'a path leads nowhere', html: '<a href="/settings/users">x</a>', want: '<a>x</a>' },
    { because: 'without a scheme it would be our own host', html: '<a href="//evil.example/">x</a>', want: '<a>x</a>' },
  ])('$because', ({ html, want }) => expect(sanitiseHtml(html)).toBe(want))

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'java&#115;cript:alert(1)',
    'javascript&colon;alert(1)',
    '&#x6A;avascript:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:text/html;base64,PHNjcmlwdD4=',
    'file:///etc/passwd',
    'view-source:x',
    'blob:https://x.example/1',
    'about:blank',
    'jar:https://x!/',
    'ms-word:ofe|u|x',
    'https:javascript:alert(1)',
    'javascript:https://x.example/',
    '\u200bjavascript:alert(1)',
    'feed:javascript:alert(1)',
    'livescript:x',
    'mocha:x',
  ])('abuse-04 %j leads nowhere', (href) => {
    expect(sanitiseHtml(`<a href="${href}">x</a>`)).toBe('<a>x</a>')
  })
})

describe('pictures', () => {
  const pixel = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='
  test.each([
    {
      because: 'of the mail itself',
      html: '<img src="cid:logo@solvik" alt="Logo">',
      want: '<img alt="Logo" data-cid="logo@solvik" />',
    },
    {
      because: 'of the mail itself, encoded',
      html: '<img src="CID:logo%40solvik">',
      want: '<img data-cid="logo@solvik" />',
    },
    {
      because: 'abuse-05 on the web: nothing is fetched',
      html: '<img src="https://track.example/p.gif" width="1">',
      want: '<img width="1" data-remote="https://track.example/p.gif" />',
    },
    {
      because: 'abuse-05 without a scheme',
      html: '<img src="//track.example/p.gif">',
      want: '<img data-remote="https://track.example/p.gif" />',
    },
    { because: 'small and in place', html: `<img src="${pixel}">`, want: `<img src="${pixel}" />` },
    {
      because: 'an SVG in place is a document',
      html: '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
      want: '<img />',
    },
    {
      because: 'a candidate list would be fetched',
      html: '<img srcset="https://track.example/p.gif 1x" src="x">',
      want: '<img />',
    },
    {
      because: 'what is claimed to be remote is checked too',
      html: '<img data-remote="javascript:alert(1)">',
      want: '<img />',
    },
  ])('$because', ({ html, want }) => expect(sanitiseHtml(html)).toBe(want))
})

/** The markup of `clean`: its tags without text, without the values of attributes that mean nothing to a browser. */
function markupOf(clean: string): string {
  const tags = clean.match(/<[^>]*>/g) ?? []
  return tags
    .map((tag) => tag.replace(/ (?!style|href|src)([a-z-]+)="[^"]*"/g, ' $1').replace(/ href="https?:[^"]*"/g, ''))
    .join('')
}

/** Whatever is written, none of this may be in the markup. */
const dangers =
  /<(?:script|style|iframe|object|embed|svg|math|form|input|button|select|textarea|link|meta|base|frame|frameset|applet|template|noscript|video|audio|source|track|portal|dialog|marquee)\b|\son[a-z]+\s*=|javascript:|vbscript:|url\(|expression\(|@import|position:|-moz-binding|behavior:|srcset|srcdoc|formaction|xlink/i

describe('abuse-01 abuse-02 abuse-03 nothing runs, nothing is fetched, nothing covers the app', () => {
  test.each([
    '<script>alert(1)</script>',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<img src=x onerror=alert(1)>',
    '<img src=x onerror="alert(1)"',
    '<svg onload=alert(1)>',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<form action="https://evil.example"><input name=p><button>x</button></form>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="data:text/html,x"></object>',
    '<embed src="x">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<link rel=stylesheet href="https://evil.example/x.css">',
    '<style>@import "https://evil.example/x.css"; body{position:fixed}</style>',
    '<p style="position:fixed;top:0;left:0;width:100%;height:100%">x</p>',
    '<p style="background:url(https://evil.example/p)">x</p>',
    '<p style="background:u\\72l(https://evil.example/p)">x</p>',
    '<p style="width:expression(alert(1))">x</p>',
    '<p style="-moz-binding:url(x)">x</p>',
    '<p style="background-image:image-set(\'https://evil.example/p\' 1x)">x</p>',
    '<p style="color:red;/**/position:/**/fixed">x</p>',
    '<table background="https://evil.example/p"><td background="javascript:alert(1)">x</td></table>',
    '<body onload=alert(1) background="x">',
    '<div onclick="alert(1)" onmouseover=alert(1)>x</div>',
    '<video poster="https://evil.example/p"><source src="https://evil.example/v"></video>',
    '<textarea><img src=x onerror=alert(1)></textarea>',
    '<title><img src=x onerror=alert(1)></title>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<!-- --!><img src=x onerror=alert(1)>',
    '<![CDATA[<img src=x onerror=alert(1)>]]>',
    '<?xml-stylesheet href="javascript:alert(1)"?>',
    '<xml><x><img src=x onerror=alert(1)></x></xml>',
    '<a href="https://x.example" onclick="alert(1)">x</a>',
    '<a href="https://x.example/"onclick="alert(1)">x</a>',
    '<img/src="x"/onerror=alert(1)>',
    '<img src="x` `<script>alert(1)</script>"` `>',
    '<p title="&quot; onmouseover=&quot;alert(1)">x</p>',
    '<details open ontoggle=alert(1)>',
    '<img usemap="#m"><map name="m"><area href="javascript:alert(1)"></map>',
    '<select><option><style></option></select><img src=x onerror=alert(1)></style>',
    '<template><script>alert(1)</script></template>',
    '<div style="color:red\u0000;position:fixed">x</div>',
    '<p style=\'font-family:"x;position:fixed"\'>x</p>',
    '<plaintext><img src=x onerror=alert(1)>',
    '<listing><img src=x onerror=alert(1)></listing>',
    '<xmp><img src=x onerror=alert(1)></xmp>',
    '<noembed><img src=x onerror=alert(1)></noembed>',
    '<isindex type=image src=1 onerror=alert(1)>',
  ])('%s', (html) => {
    const clean = sanitiseHtml(html)
    // Text may speak of anything, as long as it is text.
    expect(markupOf(clean)).not.toMatch(dangers)
    expect(sanitiseHtml(clean)).toBe(clean)
  })

  const pieces = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '&',
    '&lt;',
    '&amp;',
    '<p>',
    '</p>',
    '<div>',
    '</div>',
    '<b ',
    '<table>',
    '<td>',
    '</table>',
    '<svg>',
    '<style>',
    '</style>',
    '<!--',
    '-->',
    '<script>',
    '</script>',
    '<a href=',
    '<img src=',
    'onerror=alert(1)',
    'javascript:',
    'https://x.example/',
    'cid:a',
    'style="',
    'position:fixed',
    'color:red',
    ';',
    'url(',
    ')',
    '\\',
    '/*',
    '*/',
    '<![CDATA[',
    ']]>',
    '<blockquote type=cite>',
    '</blockquote>',
    '<li>',
    '<textarea>',
    '</title>',
    '\0',
    ' ',
    '\n',
    'ord',
    '<math>',
    '<noscript>',
    '=',
    '`',
  )
  const soup = fc.array(pieces, { maxLength: 40 }).map((list) => list.join(''))

  test('any soup of tags comes out harmless, and the same when fed in again', () => {
    fc.assert(
      fc.property(soup, (html) => {
        const clean = sanitiseHtml(html)
        expect(markupOf(clean)).not.toMatch(dangers)
        expect(sanitiseHtml(clean)).toBe(clean)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('style', () => {
  test.each([
    { style: 'color: red; font-size:12px', want: 'color:red;font-size:12px' },
    { style: 'COLOR:RED !important', want: 'color:RED' },
    { style: "font-family:'Segoe UI',Arial,sans-serif", want: "font-family:'Segoe UI',Arial,sans-serif" },
    { style: 'background:rgb(1, 2, 3)', want: 'background:rgb(1, 2, 3)' },
    { style: 'border-top:solid #E1E1E1 1.0pt', want: 'border-top:solid #E1E1E1 1.0pt' },
    { style: 'margin:-100px 0 0', want: '' },
    { style: 'display:flex', want: '' },
    { style: 'background:url(data:image/png;base64,x);color:red', want: 'color:red' },
    { style: 'width:calc(100% - 1px)', want: '' },
    { style: 'color:var(--x)', want: '' },
    { style: 'z-index:9999;opacity:0;transform:scale(9)', want: '' },
  ])('$style', ({ style, want }) => expect(sanitiseStyle(style)).toBe(want))
})

describe('marks for folding', () => {
  test.each([
    { because: 'Gmail', html: '<div class="gmail_quote">x</div>', want: '<div data-quote="around">x</div>' },
    {
      because: 'Apple Mail',
      html: '<blockquote type="cite">x</blockquote>',
      want: '<blockquote type="cite" data-quote>x</blockquote>',
    },
    { because: 'Outlook', html: '<div id="divRplyFwdMsg">x</div>', want: '<div data-quote="below">x</div>' },
    {
      because: "Gmail's signature",
      html: '<div class="gmail_signature" data-smartmail="gmail_signature">x</div>',
      want: '<div data-signature>x</div>',
    },
    {
      because: 'a quotation of the author is none',
      html: '<blockquote>x</blockquote>',
      want: '<blockquote>x</blockquote>',
    },
  ])('$because', ({ html, want }) => expect(sanitiseHtml(html)).toBe(want))
})
