import { hasOwnGround } from '../../mail/mail-look.ts'
import type { FrameBody } from './frame-body.ts'
import { foldStyle } from './frame-folds.ts'
import type { FrameLanguage } from './frame-words.ts'
import { pageDocument, pagePolicy } from './page-document.ts'

/**
 * The one script in a mail's page is ours. It tells the page around it how tall the mail is, and fits what is wider than
 * the page: tables of a letter scroll by themselves, a design becomes smaller, to a half at most. Nothing else runs.
 */
const script = `const root=document.documentElement,{body}=document,mail=body.firstElementChild;let width=0
const wide=()=>root.scrollWidth/Math.max(1,root.clientWidth)
function tell(){const height=Math.ceil(root.getBoundingClientRect().height)+innerHeight-root.clientHeight;root.style.overflowY=height>12000?'auto':'';parent.postMessage({samtale:'frame',height},'*')}
function fit(){width=innerWidth;mail.style.zoom='';for(const one of mail.querySelectorAll('[data-scrolls]'))one.removeAttribute('data-scrolls')
if(body.dataset.look==='letter'&&wide()>1)for(const one of mail.querySelectorAll('table,pre'))if(one.offsetWidth>mail.clientWidth&&!one.parentElement.closest('[data-scrolls]'))one.setAttribute('data-scrolls','')
for(let zoom=1,tries=3;tries&&zoom>.5&&wide()>1;tries--){const {clientWidth:room,scrollWidth:need}=mail;zoom=Math.max(.5,Math.floor(zoom*1000*Math.min(1/wide(),room/need))/1000);mail.style.zoom=zoom}tell()}
new ResizeObserver(tell).observe(root);addEventListener('resize',()=>innerWidth!==width&&fit());addEventListener('load',fit,true);fit()`

export const framePageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': pagePolicy(script, {
    ancestors: "'self'",
    allows: 'allow-popups allow-popups-to-escape-sandbox',
  }),
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'private, max-age=3600',
  'cross-origin-resource-policy': 'same-origin',
}

/** What every mail starts from, in print too. On narrow pages fixed widths give way, so that the text keeps its size. */
export const mailStyle = `body{margin:0;font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word;-webkit-text-size-adjust:100%}
img{max-width:100%;height:auto}.blocked{display:inline-block;max-width:100%;box-sizing:border-box;padding:4px 8px;border-radius:4px;background:rgba(118,130,140,.14);font-size:12px;line-height:16px}table{max-width:100%}
blockquote{margin:0 0 0 .8ex;border-left:2px solid #b5bfc7;padding-left:1ex}pre{white-space:pre-wrap}:where([data-body]>:first-child){margin-top:0}:where([data-body]>:last-child){margin-bottom:0}
[data-scrolls]{display:block;overflow-x:auto;max-width:100%}pre[data-scrolls]{white-space:pre}`

const narrowStyle = `@media (max-width:480px){body{font-size:15px;line-height:1.47}}
@media (max-width:640px){table,tbody,tr,td,th,div,img{max-width:100%!important;min-width:0!important}}`

/** The colours of the app around it (web/ui/tokens.css), on nothing; a design lies on white, in the dark on an island. */
const colours = {
  light: 'html{color-scheme:light;color:#18212c}a{color:#1b6ba5}',
  dark: 'html{color-scheme:dark;color:#e5eaee}a{color:#7bc0ed}',
  island: 'html{color-scheme:light;color:#18212c;background:#fff}a{color:#1b6ba5}',
}

/** The page around a mail's body: our style, the mail's, the mail, our script. `isIsland`: the app around it is dark. */
export function framePage(
  body: FrameBody,
  { language, isIsland }: { language: FrameLanguage; isIsland: boolean },
): string {
  const ground = isIsland
    ? `${colours.island}${hasOwnGround(body.html, body.style) ? '' : 'body{padding:12px}'}`
    : colours[body.theme]
  const style = `html{overflow-x:auto;overflow-y:hidden}${mailStyle}${narrowStyle}${foldStyle}${ground}`
  return pageDocument({
    language,
    style,
    mailStyle: body.style,
    body: `<body data-look="${body.look}">${body.html}<script>${script}</script></body>`,
  })
}
