// A certificate that localhost gave itself, with its key, for trying TLS. The key protects nothing: it is
// public, nobody trusts it unless told to, and nothing outside the sandbox may use it. Until 2126.

export const localhostTls = {
	key: [
		'-----BEGIN PRIVATE KEY-----',
		'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgK5SDeFTBlM0ldOFW',
		'FkTilSRVmqrpkBbJxMHBqeHfiEahRANCAATMrxDPbo40fMvhl7XSYTqdPncEZkcF',
		'wjjZfnn+v6q+d8GvnCRwplmn8GLfOlbizNzK+Jl1pSQd8eGxyUzH4Vgt',
		'-----END PRIVATE KEY-----'
	].join( '\n' ),
	cert: [
		'-----BEGIN CERTIFICATE-----',
		'MIIBlTCCATugAwIBAgIUME7FPIES30iTi7Ldp5okd8YVgtIwCgYIKoZIzj0EAwIw',
		'FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEzMDYxNloYDzIxMjYxMDMw',
		'MTMwNjE2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO',
		'PQMBBwNCAATMrxDPbo40fMvhl7XSYTqdPncEZkcFwjjZfnn+v6q+d8GvnCRwplmn',
		'8GLfOlbizNzK+Jl1pSQd8eGxyUzH4Vgto2kwZzAdBgNVHQ4EFgQUh1zcsDgPBaXA',
		'p/qsfhXu7S8jjtgwHwYDVR0jBBgwFoAUh1zcsDgPBaXAp/qsfhXu7S8jjtgwDwYD',
		'VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID',
		'SAAwRQIgVmKgL289HJyCL+8xtOXvYIaNqbrMkqYPhGlv+YoDuj0CIQCE96kmIZud',
		'cs7RA38UwXGKiwnG2bWtad1KkA9jtQCN4A==',
		'-----END CERTIFICATE-----'
	].join( '\n' )
};
