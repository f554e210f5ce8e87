import { ChevronDown, Lock, Mail, Reply, ReplyAll } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { TimelineItem } from '../data/types.ts'
import { t } from '../labels/labels.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import styles from './composer-tabs.module.css'
import type { DraftKind } from './draft.ts'
import { hasMoreToAnswer, type Recipients, type ReplyMode } from './recipients.ts'

type ComposerTabsProps = {
  kind: DraftKind
  onKind: (kind: DraftKind) => void
  mode: ReplyMode
  answered: TimelineItem | null
  onMode: (mode: ReplyMode) => void
  address: string
  recipients: Recipients
  /** On phones the rows with the recipients open only when they are asked for. */
  areRowsOpen: boolean
  onToggleRows: () => void
}

/** *Reply*, to all or to the sender, and *Comment*; at the right, what happens to the words. */
export function ComposerTabs(props: ComposerTabsProps) {
  const { kind, onKind, mode, answered, onMode, address, recipients, areRowsOpen, onToggleRows } = props
  const isToAll = mode === 'replyAll' && answered !== null && hasMoreToAnswer(answered)
  const names = namesOf(recipients)
  const other: DraftKind = kind === 'reply' ? 'comment' : 'reply'
  const onKeyDown = (event: KeyboardEvent) => {
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return
    event.preventDefault()
    onKind(other)
    document.getElementById(`composer-tab-${other}`)?.focus()
  }
  const tab = (of: DraftKind) => ({
    id: `composer-tab-${of}`,
    type: 'button' as const,
    role: 'tab',
    className: of === 'reply' ? styles.replyTab : styles.commentTab,
    'aria-selected': kind === of,
    'aria-controls': 'composer-panel',
    tabIndex: kind === of ? 0 : -1,
    onClick: () => onKind(of),
  })
  return (
    <div className={styles.head}>
      <div className={styles.tabs} role="tablist" aria-label={t('composer.kinds')} onKeyDown={onKeyDown}>
        <button {...tab('reply')}>
          {isToAll ? (
            <ReplyAll size={16} strokeWidth={1.75} aria-hidden />
          ) : (
            <Reply size={16} strokeWidth={1.75} aria-hidden />
          )}
          {t('composer.reply')}
        </button>
        <button {...tab('comment')}>
          <Lock size={16} strokeWidth={1.75} aria-hidden />
          {t('composer.comment')}
        </button>
      </div>
      <Menu
        label={t('composer.chooseMode')}
        side="top"
        trigger={(props) => (
          <button
            {...props}
            type="button"
            className={styles.mode}
            data-on={kind === 'reply' || undefined}
            aria-label={t('composer.chooseMode')}
          >
            {isToAll && <span aria-hidden="true">{t('composer.all')}</span>}
            <ChevronDown size={12} strokeWidth={2.1} aria-hidden />
          </button>
        )}
      >
        <MenuItem icon={Reply} isChecked={!isToAll} onSelect={() => onMode('reply')}>
          {t('composer.reply')}
        </MenuItem>
        <MenuItem icon={ReplyAll} isChecked={isToAll} onSelect={() => onMode('replyAll')}>
          {t('composer.replyAll')}
        </MenuItem>
      </Menu>
      {kind === 'reply' && (
        <button
          type="button"
          className={styles.whom}
          aria-expanded={areRowsOpen}
          aria-label={t('composer.recipients', { names })}
          onClick={onToggleRows}
        >
          <span className="ellipsis">{names}</span>
          <ChevronDown size={12} strokeWidth={2.1} aria-hidden />
        </button>
      )}
      <span className={styles.what} data-kind={kind}>
        {kind === 'reply' && <Mail size={14} strokeWidth={1.9} aria-hidden />}
        <span className="ellipsis">{kind === 'reply' ? t('composer.via', { address }) : t('composer.onlyTeam')}</span>
      </span>
    </div>
  )
}

/** "Ingrid Haugen +1": the first and how many more. */
function namesOf({ to, cc, bcc }: Recipients): string {
  const [first, ...others] = [...to, ...cc, ...bcc]
  if (!first) return '–'
  return others.length === 0 ? first.name || first.address : `${first.name || first.address} +${others.length}`
}
