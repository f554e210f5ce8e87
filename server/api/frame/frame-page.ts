import { createHash } from 'node:crypto'
import { foldStyle } from './frame-folds.ts'

/** The one script in a mail's page is ours: it tells the page around it how tall the mail is. Nothing else runs. */
const heightScript = `const tell=()=>parent.postMessage({samtale:'frame',height:Math.ceil(document.documentElement.getBoundingClientRect().height)},'*');new ResizeObserver(tell).observe(document.documentElement);addEventListener('load',tell);tell()`
const scriptHash = createHash('sha256').update(heightScript).digest('base64')

const policy = [
  "default-src 'none'",
  `script-src 'sha256-${scriptHash}'`,
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
].join('; ')

export const framePageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'private, max-age=3600',
  'cross-origin-resource-policy': 'same-origin',
}

const style = `html{overflow-x:auto;overflow-y:hidden;color-scheme:light;background:#fff;color:#18212c}
body{margin:0;padding:2px;font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:0 0 0 .8ex;border-left:2px solid #dfe6ea;padding-left:1ex}pre{white-space:pre-wrap}a{color:#1b6ba5}`

/** The page around a mail's body: our style, the mail, our script. */
export function framePage(body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><style>${style}${foldStyle}</style></head><body>${body}<script>${heightScript}</script></body></html>`
}
