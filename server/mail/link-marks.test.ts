import { describe, expect, test } from 'vitest'
import { markLinks, trueHost } from './link-marks.ts'

describe('abuse-04 a link that says another address than it leads to is marked with the true host', () => {
  test.each([
    { text: 'https://www.dnb.no/login', href: 'https://evil.example/dnb', host: 'evil.example' },
    { text: 'www.dnb.no', href: 'http://dnb.no.evil.com/', host: 'dnb.no.evil.com' },
    { text: 'dnb.no', href: 'https://xn--dn-1ja.no/', host: 'òdn.no' },
    { text: 'Log in at https://dnb.no/ now', href: 'https://evil.com', host: 'evil.com' },
    { text: 'kari@solvik.no', href: 'mailto:mallory@evil.com', host: 'evil.com' },
    { text: 'kari@solvik.no', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'https://dnb.no@evil.com/', href: 'https://dnb.no/', host: 'dnb.no' },
    { text: 'd\u200bn\u00adb.no', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'dnb.no/konto?x=1', href: 'http://192.0.2.7/', host: '192.0.2.7' },
    { text: 'one.github.io', href: 'https://other.github.io/', host: 'other.github.io' },
    { text: 'nordmark.example', href: 'https://evil.example/', host: 'evil.example' },
    { text: 'shop.nordmark.example/konto', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'nordmark.test', href: 'http://nordmark.test.evil.com/', host: 'nordmark.test.evil.com' },
    { text: 'nordmark.invalid', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'app.localhost:8080', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'nordmark3fk2q.onion', href: 'https://other.onion/', host: 'other.onion' },
    { text: 'printer.local', href: 'http://192.0.2.7/', host: '192.0.2.7' },
    { text: 'router.home.arpa', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'intranet.nordmark.corp', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'kari@nordmark.example', href: 'mailto:mallory@evil.example', host: 'evil.example' },
    { text: 'nordmark.newending', href: 'https://evil.newending/', host: 'evil.newending' },
    { text: 'https://nordmark.newending/a', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'https://intranet/login', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'http://192.0.2.1/', href: 'http://192.0.2.7/', host: '192.0.2.7' },
    { text: 'dnb.no:443', href: 'https://evil.com/', host: 'evil.com' },
    { text: '→ (dnb.no).', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'ｄｎｂ．ｎｏ', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'dnb。no', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'maib.md', href: 'https://evil.com/', host: 'evil.com' },
    { text: 'Sign in', href: 'https://аррӏе.com/', host: 'аррӏе.com (xn--80ak6aa92e.com)' },
  ])('“$text” → $href', ({ text, href, host }) => expect(trueHost(href, text)).toBe(host))

  test.each([
    { because: 'the same', text: 'https://solvik.no/a', href: 'https://solvik.no/b' },
    { because: 'a host of the same owner', text: 'solvik.co.uk', href: 'https://shop.solvik.co.uk/' },
    { because: 'words', text: 'Read more', href: 'https://anything.com/' },
    { because: 'a file is no host', text: 'report.pdf', href: 'https://files.com/x' },
    { because: 'a script is no host', text: 'index.js', href: 'https://files.com/index.js' },
    { because: 'a product is no host', text: 'Node.js', href: 'https://nodejs.org/' },
    { because: 'two dots make no host', text: 'archive.tar.gz', href: 'https://files.com/x' },
    { because: 'nor do three', text: 'jquery.min.2.js', href: 'https://files.com/x' },
    { because: 'a file in a folder', text: 'src/index.js', href: 'https://files.com/x' },
    { because: 'two products', text: 'React.js/Vue.js', href: 'https://files.com/x' },
    { because: 'a picture for sharp screens', text: 'icon@2x.png', href: 'https://files.com/x' },
    { because: 'an archive, though its ending is sold', text: 'photos.zip', href: 'https://files.com/x' },
    { because: 'a document of another owner', text: 'Tilbud.docx', href: 'https://nordmark.example/x' },
    { because: 'the same under a reserved ending', text: 'nordmark.example', href: 'https://shop.nordmark.example/' },
    { because: 'an address that is cut', text: 'https://www.nordm...', href: 'https://www.nordmark.no/' },
    { because: 'cut with one sign', text: 'https://shop.nord…', href: 'https://shop.nordmark.no/' },
    { because: 'short words', text: 'e.g. this', href: 'https://files.com/x' },
    { because: 'a sentence', text: 'See you.Soon', href: 'https://files.com/x' },
    { because: 'a price', text: '12.50', href: 'https://shop.com/x' },
    { because: 'a person’s address', text: 'kari@solvik.no', href: 'mailto:kari@solvik.no?subject=x' },
    { because: 'Norwegian letters', text: 'blåbær.no', href: 'https://xn--blbr-roah.no/' },
    { because: 'a telephone', text: '+47 99 99 99 99', href: 'tel:+4799999999' },
    { because: 'nothing', text: '', href: 'https://pixel.com/' },
  ])('not $because', ({ text, href }) => expect(trueHost(href, text)).toBe(null))

  test('the mark stands behind the link, whatever markup its text has', () => {
    const html =
      '<p><a href="https://evil.com/?a=1&amp;b" target="_blank"><b>dnb</b>.no</a> or <a href="https://dnb.no/" target="_blank">dnb.no</a>, <a>x</a></p>'
    expect(markLinks(html, (host) => `[${host}]`)).toContain('</a>[evil.com] or')
  })

  test('abuse-14 many links that never close cost no time', () => {
    const start = performance.now()
    markLinks('<a href="https://evil.com/">'.repeat(100_000), () => 'x')
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
