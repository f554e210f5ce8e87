import { useSession } from '../data/session.ts'
import { type PlainKey, t } from '../labels/labels.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Keycap } from '../ui/keycap.tsx'
import styles from './shortcuts-dialog.module.css'

/** Every key that works, by place. Two spellings of one are two entries of `keys`. */
const groups: { title: PlainKey; rows: { label: PlainKey; keys: string[] }[] }[] = [
  {
    title: 'keys.lists',
    rows: [
      { label: 'keys.next', keys: ['J', 'ArrowDown'] },
      { label: 'keys.previous', keys: ['K', 'ArrowUp'] },
      { label: 'keys.open', keys: ['Enter'] },
      { label: 'keys.back', keys: ['Esc'] },
    ],
  },
  {
    title: 'keys.thread',
    rows: [
      { label: 'keys.close', keys: ['E'] },
      { label: 'keys.assign', keys: ['A'] },
      { label: 'keys.assignMe', keys: ['I'] },
      { label: 'keys.assignNobody', keys: ['Shift A'] },
      { label: 'keys.replyAll', keys: ['R'] },
      { label: 'keys.reply', keys: ['Shift R'] },
      { label: 'keys.comment', keys: ['M'] },
      { label: 'keys.send', keys: ['Mod Enter'] },
      { label: 'keys.undo', keys: ['Z'] },
      { label: 'keys.details', keys: [']'] },
    ],
  },
  {
    title: 'keys.places',
    rows: [
      { label: 'view.unassigned', keys: ['G U'] },
      { label: 'view.mine', keys: ['G M'] },
      { label: 'view.open', keys: ['G O'] },
      { label: 'view.closed', keys: ['G D'] },
      { label: 'keys.outbox', keys: ['G B'] },
      { label: 'keys.settings', keys: ['G S'] },
      { label: 'keys.panes', keys: ['F6'] },
      { label: 'keys.help', keys: ['?'] },
    ],
  },
]

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { user } = useSession()
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      {!user.usesShortcuts && <p className={styles.off}>{t('keys.off')}</p>}
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className={styles.heading}>{t(group.title)}</h3>
            <dl className={styles.list}>
              {group.rows.map((row) => (
                <div key={row.label} className={styles.row}>
                  <dt>{t(row.label)}</dt>
                  <dd className={styles.keys}>
                    <span className="sr-only">{row.keys.join(', ')}</span>
                    {row.keys.map((keys) => (
                      <Keycap key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
