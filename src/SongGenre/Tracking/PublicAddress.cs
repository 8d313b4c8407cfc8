namespace SongGenre.Tracking;

/// <summary>An address as it may be shown and kept.</summary>
internal static class PublicAddress
{
    /// <summary>An address without user and password; a path of this machine stays as it is.</summary>
    public static string Of(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var whole))
        {
            return whole.UserInfo.Length > 0
                ? new UriBuilder(whole) { UserName = "", Password = "" }.Uri.AbsoluteUri
                : address;
        }

        // A password with signs that an address can't have.
        if (address.StartsWith("sqlite:", StringComparison.Ordinal)) return address;
        var (start, end) = (address.IndexOf("://", StringComparison.Ordinal), address.LastIndexOf('@'));
        return start >= 0 && end > start ? address[..(start + 3)] + address[(end + 1)..] : address;
    }
}
