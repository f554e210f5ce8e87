import { useQueryClient } from '@tanstack/react-query'
import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { saveKeptDrafts } from '../composer/save-kept-drafts.ts'
import { ApiProblem, api } from '../data/api.ts'
import { usePresence } from '../data/presence.ts'
import { changeProfile, useSession } from '../data/session.ts'
import type { ProfileChange } from '../data/types.ts'
import { problemText, t } from '../labels/labels.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu, MenuGroup, MenuItem, MenuNote, MenuSeparator } from '../ui/menu.tsx'
import styles from './profile-menu.module.css'

/** The own picture: language, appearance, single keys, sign out. */
export function ProfileMenu({ onSignedOut }: { onSignedOut: () => void }) {
  const client = useQueryClient()
  const { user, account } = useSession()
  const presence = usePresence(user.id)
  const [refusal, setRefusal] = useState<string | null>(null)

  const change = async (wanted: ProfileChange) => {
    setRefusal(null)
    try {
      await changeProfile(client, wanted)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      setRefusal(t('shell.notSaved', { reason: problemText(error.code, error.details) }))
    }
  }
  const signOut = async () => {
    try {
      await saveKeptDrafts(user.id)
      await api.signOut()
    } catch (error) {
      // A session that is over already is as good; silence of the server is not: the cookie would stay.
      if (!(error instanceof ApiProblem)) throw error
      if (error.status !== 401) return setRefusal(problemText(error.code, error.details))
    }
    onSignedOut()
  }

  return (
    <>
      {refusal && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
      <Menu
        label={t('shell.profile')}
        align="end"
        trigger={(props) => (
          <button type="button" {...props} className={styles.trigger} aria-label={t('shell.profile')}>
            <Avatar id={user.id} name={user.name} size={28} presence={presence} />
          </button>
        )}
      >
        <MenuNote>
          <div className={styles.name}>{user.name}</div>
          <div className={styles.account}>{user.email}</div>
          <div className={styles.account}>{account.name}</div>
        </MenuNote>
        <MenuSeparator />
        <MenuGroup label={t('shell.language')}>
          <MenuItem isChecked={user.language === null} onSelect={() => void change({ language: null })}>
            {t('shell.browserLanguage')}
          </MenuItem>
          <MenuItem isChecked={user.language === 'en'} onSelect={() => void change({ language: 'en' })}>
            <span lang="en">English</span>
          </MenuItem>
          <MenuItem isChecked={user.language === 'nb'} onSelect={() => void change({ language: 'nb' })}>
            <span lang="nb">Norsk bokmål</span>
          </MenuItem>
        </MenuGroup>
        <MenuGroup label={t('shell.theme')}>
          <MenuItem
            icon={Monitor}
            isChecked={user.theme === 'system'}
            onSelect={() => void change({ theme: 'system' })}
          >
            {t('shell.themeSystem')}
          </MenuItem>
          <MenuItem icon={Sun} isChecked={user.theme === 'light'} onSelect={() => void change({ theme: 'light' })}>
            {t('shell.themeLight')}
          </MenuItem>
          <MenuItem icon={Moon} isChecked={user.theme === 'dark'} onSelect={() => void change({ theme: 'dark' })}>
            {t('shell.themeDark')}
          </MenuItem>
        </MenuGroup>
        <MenuSeparator />
        <MenuItem
          kind="switch"
          isChecked={user.usesShortcuts}
          onSelect={() => void change({ usesShortcuts: !user.usesShortcuts })}
        >
          {t('shell.singleKeys')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={LogOut} onSelect={() => void signOut()}>
          {t('shell.signOut')}
        </MenuItem>
      </Menu>
    </>
  )
}
