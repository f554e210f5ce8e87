import { Eye, EyeOff, type LucideIcon, MessageSquareReply } from 'lucide-react'
import { useId } from 'react'
import type { Standing } from '../../../shared/access-meaning.ts'
import { t } from '../../labels/labels.ts'
import { Avatar } from '../../ui/avatar.tsx'
import styles from './access-meaning.module.css'

type Person = { id: string; name: string }

const maxFaces = 24

/** *What this means*: who works here, who only looks, who does not see it; before it is saved. */
export function AccessMeaning({ inboxName, meaning }: { inboxName: string; meaning: Record<Standing, Person[]> }) {
  const { works, views, unseen } = meaning
  const id = useId()
  return (
    <section className={styles.meaning} aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {t('access.means')}
      </h2>
      <div className={styles.card} aria-live="polite">
        <Block icon={MessageSquareReply} title={t('access.works', { inbox: inboxName })} people={works}>
          {works.length === 0 ? t('access.nobodyWorks') : t('access.worksText')}
        </Block>
        <Block icon={Eye} title={t('access.views')} people={views}>
          {views.length === 0 ? t('access.noOne') : t('access.viewsText')}
        </Block>
        <Block icon={EyeOff} title={t('access.unseen')} people={unseen}>
          {unseen.length === 0 ? t('access.noOne') : t('access.unseenText')}
        </Block>
      </div>
    </section>
  )
}

type BlockProps = { icon: LucideIcon; title: string; people: Person[]; children: string }

function Block({ icon: Icon, title, people, children }: BlockProps) {
  return (
    <div className={styles.block}>
      <h3 className={styles.title}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        {title}
        <span className={styles.count}>{people.length.toLocaleString()}</span>
      </h3>
      <p className={styles.text}>{children}</p>
      {people.length > 0 && (
        <ul className={styles.faces} aria-label={title}>
          {people.slice(0, maxFaces).map(({ id, name }) => (
            <li key={id}>
              <Avatar id={id} name={name} size={24} />
              <span className="sr-only">{name}</span>
            </li>
          ))}
          {people.length > maxFaces && (
            <li className={styles.more}>{t('access.more', { count: people.length - maxFaces })}</li>
          )}
        </ul>
      )}
    </div>
  )
}
