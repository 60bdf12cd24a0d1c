// The closed list of refusals that have a key of their own. Texts seen in recordings are verbatim;
// the others say the same thing in our words, because clients go by the key.
import { OAuthRefusal } from './refusal.ts';

const details = ( text: string, code: string ): string =>
	`\n\n<span class="plainlinks mw-mwoautherror-details">${ text }, ${ code }</span>`;

export const refusals = {
	unknownSubpage: () => new OAuthRefusal( 'mwoauth-bad-request-invalid-action',
		`Sorry, something went wrong, you'll need to contact the application author for help with this.${ details( 'Unknown URL', 'E002' ) }`, 'E002' ),
	missingParameters: () => new OAuthRefusal( 'mwoauth-bad-request-missing-params',
		`The connected application asked without saying for what.${ details( 'OAuth missing parameters', 'E001' ) }`, 'E001' ),
	wrongVersion: ( version: string ) => new OAuthRefusal( 'mwoauth-oauth-unsupported-version',
		`This endpoint is not allowed for OAuth version ${ version }` ),
	callbackNotOob: () => new OAuthRefusal( 'mwoauth-callback-not-oob',
		'oauth_callback must be set, and must be set to "oob" (case-sensitive)' ),
	callbackNotPrefix: () => new OAuthRefusal( 'mwoauth-callback-not-oob-or-prefix',
		'oauth_callback must be set, and must be set to "oob" (case-sensitive), or begin with the registered callback.' ),
	callbackGone: () => new OAuthRefusal( 'mwoauthdatastore-callback-not-found',
		'The callback of this request is not known any more: it was answered before.' ),
	requestTokenUnknown: () => new OAuthRefusal( 'mwoauthdatastore-request-token-not-found',
		`This request to connect is unknown or too old. Go back to the application and try again.${ details( 'OAuth token not found', 'E004' ) }`, 'E004' ),
	requestTokenUsed: () => new OAuthRefusal( 'mwoauthdatastore-request-token-already-used',
		`This request has already been completed and cannot be resubmitted.\nGo back to the application and try to connect your account again, or contact the application author.${ details( 'OAuth token already used', 'E009' ) }`, 'E009' ),
	neverAuthorized: () => new OAuthRefusal( 'mwoauthdatastore-bad-token', 'No token was found matching your request.' ),
	badVerifier: () => new OAuthRefusal( 'mwoauthdatastore-bad-verifier', 'The verification code provided was not valid.' ),
	accessTokenUnknown: () => new OAuthRefusal( 'mwoauthdatastore-access-token-not-found',
		'No approved grant was found for that authorization token.' ),
	consumerUnknown: () => new OAuthRefusal( 'mwoauthserver-bad-consumer-key',
		`No connected application has this key.${ details( 'Unknown OAuth key', 'E006' ) }`, 'E006' ),
	consumerNotApproved: ( name: string ) => new OAuthRefusal( 'mwoauthserver-bad-consumer',
		`"${ name }" is not approved as a Connected App. Its author can help.${ details( 'Connected OAuth app not approved', 'E005' ) }`, 'E005' ),
	insufficientRights: () => new OAuthRefusal( 'mwoauthserver-insufficient-rights',
		`Your account may not use connected applications.${ details( 'Insufficient OAuth user rights', 'E007' ) }`, 'E007' ),
	userBlocked: () => new OAuthRefusal( 'mwoauth-invalid-authorization-blocked-user',
		'The authorization headers in your request are for a user who is blocked' ),
	userUnknown: () => new OAuthRefusal( 'mwoauth-invalid-authorization-invalid-user',
		'The authorization headers in your request are for a user that does not exist here' ),
	notApproved: ( name: string ) => new OAuthRefusal( 'mwoauth-invalid-authorization-not-approved',
		`The application "${ name }" is not approved here, or not any more.` )
} satisfies Record<string, ( about: string ) => OAuthRefusal>;
