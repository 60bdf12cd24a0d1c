// The few words of the wiki's own frame, in the languages that Page SRE speaks first. Page SRE's words
// are not here.
import { fallbackChain } from './languages.ts';

const english = {
	article: 'Page', talk: 'Discussion', read: 'Read', edit: 'Edit', history: 'View history', tools: 'Tools',
	navigation: 'Navigation', mainPage: 'Main page', recentChanges: 'Recent changes', randomPage: 'Random page',
	whatLinksHere: 'What links here', permanentLink: 'Permanent link', pageInformation: 'Page information',
	personalTools: 'Personal tools', userPage: 'User page', myTalk: 'Talk', preferences: 'Preferences',
	logIn: 'Log in', logOut: 'Log out', more: 'More', search: 'Search', menu: 'Menu', notSignedIn: 'Not logged in'
};

export type Words = typeof english;

const languages: Record<string, Words> = {
	en: english,
	de: {
		article: 'Seite', talk: 'Diskussion', read: 'Lesen', edit: 'Bearbeiten', history: 'Versionsgeschichte', tools: 'Werkzeuge',
		navigation: 'Navigation', mainPage: 'Hauptseite', recentChanges: 'Letzte Änderungen', randomPage: 'Zufällige Seite',
		whatLinksHere: 'Links auf diese Seite', permanentLink: 'Permanenter Link', pageInformation: 'Seiteninformationen',
		personalTools: 'Persönliche Werkzeuge', userPage: 'Benutzerseite', myTalk: 'Diskussion', preferences: 'Einstellungen',
		logIn: 'Anmelden', logOut: 'Abmelden', more: 'Mehr', search: 'Suche', menu: 'Menü', notSignedIn: 'Nicht angemeldet'
	},
	fr: {
		article: 'Page', talk: 'Discussion', read: 'Lire', edit: 'Modifier', history: 'Voir l’historique', tools: 'Outils',
		navigation: 'Navigation', mainPage: 'Accueil', recentChanges: 'Modifications récentes', randomPage: 'Page au hasard',
		whatLinksHere: 'Pages liées', permanentLink: 'Lien permanent', pageInformation: 'Informations sur la page',
		personalTools: 'Outils personnels', userPage: 'Page utilisateur', myTalk: 'Discussion', preferences: 'Préférences',
		logIn: 'Se connecter', logOut: 'Se déconnecter', more: 'Plus', search: 'Rechercher', menu: 'Menu', notSignedIn: 'Non connecté'
	},
	ja: {
		article: 'ページ', talk: '議論', read: '閲覧', edit: '編集', history: '履歴表示', tools: 'ツール',
		navigation: '案内', mainPage: 'メインページ', recentChanges: '最近の更新', randomPage: 'おまかせ表示',
		whatLinksHere: 'リンク元', permanentLink: 'この版への固定リンク', pageInformation: 'ページ情報',
		personalTools: '個人用ツール', userPage: '利用者ページ', myTalk: 'トーク', preferences: '個人設定',
		logIn: 'ログイン', logOut: 'ログアウト', more: 'その他', search: '検索', menu: 'メニュー', notSignedIn: 'ログインしていません'
	},
	ar: {
		article: 'صفحة', talk: 'نقاش', read: 'اقرأ', edit: 'عدّل', history: 'تاريخ', tools: 'أدوات',
		navigation: 'تصفح', mainPage: 'الصفحة الرئيسة', recentChanges: 'أحدث التغييرات', randomPage: 'صفحة عشوائية',
		whatLinksHere: 'ماذا يصل هنا', permanentLink: 'وصلة دائمة', pageInformation: 'معلومات الصفحة',
		personalTools: 'أدوات شخصية', userPage: 'صفحة المستخدم', myTalk: 'نقاش', preferences: 'تفضيلات',
		logIn: 'دخول', logOut: 'خروج', more: 'المزيد', search: 'بحث', menu: 'القائمة', notSignedIn: 'غير مسجل الدخول'
	}
};

export function wordsIn( language: string ): Words {
	const known = fallbackChain( language ).find( ( code ) => code in languages ) ?? 'en';
	return languages[ known ] ?? english;
}
