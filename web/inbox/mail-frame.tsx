import { useEffect, useRef, useState } from 'react'
import { useTheme } from '../data/theme.ts'
import { useCurrentLanguage } from '../labels/labels.ts'
import styles from './mail-frame.module.css'

const smallest = 24
/** A mail that claims to be taller scrolls inside its frame: it must not push the conversation out of reach. */
const tallest = 12_000

/** How tall mails were, by the path that names them: opened again they take their place at once. */
const knownHeights = new Map<string, number>()
const maxKnown = 500

type FrameProps = {
  url: string
  title: string
  /** Its pictures on the web come, through our server. */
  showsImages?: boolean
}

/**
 * The HTML of a mail in a page of its own: opaque origin, no script of the mail, no way to the app. The page tells its
 * height by a message; whoever else sends one is not believed.
 */
export function MailFrame({ url, title, showsImages = false }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const theme = useTheme()
  const language = useCurrentLanguage()
  const wanted = `?theme=${theme}&lang=${language}${showsImages ? '&images=shown' : ''}`
  const mail = mailOf(url)
  const [height, setHeight] = useState<number | null>(null)
  // Each fetch signs the address anew; what is shown already stays, what has not answered (its hour is over) is replaced.
  const [shown, setShown] = useState({ url, wanted })
  if (shown.wanted !== wanted || (url !== shown.url && height === null)) setShown({ url, wanted })
  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.current?.contentWindow) return
      const told = heightIn(event.data)
      if (told === null) return
      const next = Math.min(tallest, Math.max(smallest, Math.ceil(told)))
      remember(mail, next)
      setHeight(next)
    }
    addEventListener('message', onMessage)
    return () => removeEventListener('message', onMessage)
  }, [mail])
  return (
    <div className={styles.island}>
      <iframe
        ref={frame}
        className={styles.frame}
        title={title}
        src={shown.url + shown.wanted}
        sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        data-waiting={height === null || undefined}
        style={{ height: height ?? knownHeights.get(mail) ?? 120, colorScheme: theme }}
      />
    </div>
  )
}

/** The part of a signed address that names the mail, whatever hour it was signed in. */
const mailOf = (url: string) => url.split('.').slice(0, 2).join('.')

function remember(mail: string, height: number): void {
  knownHeights.delete(mail)
  knownHeights.set(mail, height)
  const [oldest] = knownHeights.keys()
  if (knownHeights.size > maxKnown && oldest !== undefined) knownHeights.delete(oldest)
}

function heightIn(data: unknown): number | null {
  if (typeof data !== 'object' || data === null || !('samtale' in data) || data.samtale !== 'frame') return null
  return 'height' in data && typeof data.height === 'number' && Number.isFinite(data.height) ? data.height : null
}
