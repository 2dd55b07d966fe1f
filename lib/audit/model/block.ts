/** The field of a VirtualService in which a rule is. */
export type Block = 'http' | 'tls' | 'tcp';

/** The field of a rule that decides about connections. */
export type L4Block = Exclude<Block, 'http'>;
