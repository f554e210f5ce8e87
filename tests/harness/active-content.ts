import type { Browser } from 'playwright-core'

/**
 * Reads each with Chromium's own parser and says what stands in it that no letter needs; at most 20 findings. What was read
 * is written and read again twice: mutation is how hidden markup comes to life (abuse-02).
 */
export async function activeContentIn(browser: Browser, htmls: readonly string[]): Promise<string[]> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    return await page.evaluate<string[]>(`(${findActiveContent})(${JSON.stringify(htmls)})`)
  } finally {
    await context.close()
  }
}

const tags =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
const attributes =
  'align valign width height bgcolor color dir lang title style href target rel type alt border hspace vspace src cellpadding cellspacing summary colspan rowspan nowrap scope span face size start value open datetime'

/** Runs in the page. The lists are spelled anew: a copy of the sanitiser's would forgive what it forgives. */
const findActiveContent = String.raw`(htmls) => {
  const tags = new Set(${JSON.stringify(tags.split(' '))})
  const attributes = new Set(${JSON.stringify(attributes.split(' '))})
  // An element's own methods may be hidden by the fields of a form (clobbering).
  const { getAttribute, getAttributeNames } = Element.prototype
  const found = new Set()

  function inspect(element, say) {
    const value = (name) => getAttribute.call(element, name) ?? ''
    const isHtml = element.namespaceURI === 'http://www.w3.org/1999/xhtml'
    if (!tags.has(element.localName) || !isHtml) say('element ' + element.nodeName)
    for (const name of getAttributeNames.call(element)) {
      if (!attributes.has(name) && !name.startsWith('data-')) say('attribute ' + name)
      if (name === 'href' && !/^(?:https?:\/\/[^/]|mailto:|tel:)/.test(value('href'))) say('link ' + value('href'))
      if (name === 'href' && !value('rel').includes('noopener')) say('opener')
      if (name === 'target' && value('target') !== '_blank') say('target ' + value('target'))
      const isPicture = /^data:image\/(?:png|jpeg|gif|webp);base64,/.test(value('src'))
      if (name === 'src' && !isPicture) say('source ' + value('src'))
    }
    const style = element instanceof HTMLElement ? element.style : null
    if (style?.position || style?.transform || style?.zIndex || style?.opacity || style?.inset) say('lifted')
    if (/url|image-set|expression|var\(|@/i.test(style?.cssText ?? '')) say('style ' + style.cssText)
  }

  for (const html of htmls) {
    let read = html
    for (let times = 0; times < 3; times++) {
      const { body } = new DOMParser().parseFromString(read, 'text/html')
      const say = (what) => found.add(what + ' in ' + read.slice(0, 300))
      for (const element of body.querySelectorAll('*')) inspect(element, say)
      if (document.createTreeWalker(body, NodeFilter.SHOW_COMMENT).nextNode()) say('comment')
      read = body.innerHTML
    }
  }
  return [...found].slice(0, 20)
}`

/**
 * What stands in a sheet, as Chromium reads it, beyond plain rules: at most 20 findings. A picture may lie behind an element
 * where it is alone in its property, as the frame takes it out; everything else that fetches, lifts or guesses is one.
 */
export async function activeStyleIn(browser: Browser, sheets: readonly string[]): Promise<string[]> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    return await page.evaluate<string[]>(`(${findActiveStyle})(${JSON.stringify(sheets)})`)
  } finally {
    await context.close()
  }
}

const findActiveStyle = String.raw`(sheets) => {
  const found = new Set()
  const inspect = (rule, css) => {
    const say = (what) => found.add(what + ' in ' + css.slice(0, 300))
    if (rule instanceof CSSMediaRule) return [...rule.cssRules].forEach((one) => inspect(one, css))
    if (!(rule instanceof CSSStyleRule) || rule.cssRules.length > 0) return say('rule ' + rule.cssText)
    const selector = rule.selectorText.replaceAll('[data-body]', '')
    if (/[[:]/.test(selector.replace(/:(?:link|root|only-child|(?:first|last)-(?:child|of-type)|nth-child)/g, ''))) say(selector)
    if (/[.#](?!m-)/.test(selector)) say('name of ours ' + selector)
    for (const name of rule.style) {
      const value = rule.style.getPropertyValue(name)
      if (/^(?:position|inset|top|left|right|bottom|transform|translate|scale|z-index|opacity|content|cursor|animation.*|filter|mask.*|--.*)$/.test(name)) say(name)
      const isPicture = name === 'background-image' && /^url\("https?:[^"]*"\)$/.test(value)
      if (/url|image-set|attr\(|var\(|expression|env\(/i.test(value) && !isPicture) say(name + ': ' + value)
    }
  }
  for (const css of sheets) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    for (const rule of sheet.cssRules) inspect(rule, css)
  }
  return [...found].slice(0, 20)
}`
