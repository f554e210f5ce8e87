import { useEffect, useRef, useState } from 'react'
import { useCurrentLanguage } from '../labels/labels.ts'
import styles from './mail-frame.module.css'

const smallest = 24
/** A mail that claims to be taller scrolls inside its frame: it must not push the conversation out of reach. */
const tallest = 12_000

/**
 * The HTML of a mail in a page of its own: opaque origin, no script of the mail, no way to the app. The page tells its
 * height by a message; whoever else sends one is not believed.
 */
export function MailFrame({ url, title }: { url: string; title: string }) {
  const language = useCurrentLanguage()
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState<number | null>(null)
  // Each fetch signs the address anew; what is shown already stays, what has not answered (its hour is over) is replaced.
  const [shownUrl, setShownUrl] = useState(url)
  if (url !== shownUrl && height === null) setShownUrl(url)
  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.current?.contentWindow) return
      const told = heightIn(event.data)
      if (told !== null) setHeight(Math.min(tallest, Math.max(smallest, Math.ceil(told))))
    }
    addEventListener('message', onMessage)
    return () => removeEventListener('message', onMessage)
  }, [])
  return (
    <div className={styles.island}>
      <iframe
        ref={frame}
        className={styles.frame}
        title={title}
        src={`${shownUrl}?lang=${language}`}
        sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        data-waiting={height === null || undefined}
        style={{ height: height ?? 120 }}
      />
    </div>
  )
}

function heightIn(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('samtale' in data) || data.samtale !== 'frame') return null
  return 'height' in data && typeof data.height === 'number' && Number.isFinite(data.height) ? data.height : null
}
