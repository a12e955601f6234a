"""The clinic on the wire: clearinghouse, trading partners, inquiries, and other systems' claims."""
