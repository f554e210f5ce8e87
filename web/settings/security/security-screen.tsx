import { useQuery } from '@tanstack/react-query'
import { securityQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { t } from '../../labels/labels.ts'
import { Delayed } from '../../ui/skeleton.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { isSuperAdmin } from '../menu.ts'
import { SettingsPage } from '../settings-page.tsx'
import { EveryoneSection } from './everyone-section.tsx'
import { FactorsSection } from './factors-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { Refusal } from './refusal.tsx'
import styles from './security.module.css'
import { SessionsSection } from './sessions-section.tsx'

/** Settings → You → Sign-in and security (S60): password, second factor, passkeys, open sessions. */
export function SecurityScreen() {
  const { user } = useSession()
  const { data: security, error } = useQuery(securityQuery)
  return (
    <SettingsPage title={t('security.title')} lead={t('security.lead')}>
      {security ? (
        <div className={styles.sections}>
          <PasswordSection />
          <FactorsSection security={security} />
          <PasskeysSection security={security} />
          <SessionsSection />
          {isSuperAdmin(user) && <EveryoneSection security={security} />}
        </div>
      ) : error ? (
        <Refusal error={error} />
      ) : (
        <Delayed>
          <div role="status" aria-label={t('ui.loading')}>
            <Spinner size={20} />
          </div>
        </Delayed>
      )}
    </SettingsPage>
  )
}
