import { useState } from 'react'

/** The mails whose pictures on the web somebody asked to see in this window: not forgotten when the mail scrolls away. */
const shown = new Set<string>()

/** Whether a mail's pictures on the web are shown, and how to ask for them. */
export function useShownImages(messageId: string): { areShown: boolean; show: () => void } {
  const [areShown, setShown] = useState(shown.has(messageId))
  return {
    areShown,
    show() {
      shown.add(messageId)
      setShown(true)
    },
  }
}
