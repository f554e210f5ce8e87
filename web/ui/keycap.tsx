import styles from './keycap.module.css'

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const faces: Record<string, string> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  Shift: isMac ? '⇧' : 'Shift',
  Enter: '↵',
  ArrowDown: '↓',
  ArrowUp: '↑',
}

/** The keys of a shortcut, drawn. `keys` is written `E`, `Shift A`, `Mod Enter`, `G U`. Screen readers hear `ariaKeys`. */
export function Keycap({ keys }: { keys: string }) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key} className={styles.key}>
          {faces[key] ?? key}
        </kbd>
      ))}
    </span>
  )
}

/** The same keys as `aria-keyshortcuts` wants them (`Control+Enter`); ARIA has no word for a sequence such as `G U`. */
export function ariaKeys(keys: string | undefined): string | undefined {
  if (!keys) return undefined
  const parts = keys.split(' ')
  if (parts[0] === 'G') return undefined
  return parts.map((key) => (key === 'Mod' ? (isMac ? 'Meta' : 'Control') : key)).join('+')
}
