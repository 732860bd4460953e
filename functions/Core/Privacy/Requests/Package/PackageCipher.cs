using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RetailServerless.Core.Privacy.Requests.Package;

/// <summary>
/// Encrypts a package of any size: AES-256-GCM over chunks of 64 KiB, whose nonces count the chunks and mark the last one, so that chunks can be neither changed, reordered nor cut off (the STREAM
/// construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). A key encrypts one package.
/// </summary>
internal static class PackageCipher
{
    public const int KeyBytes = 32;

    private const int ChunkBytes = 64 * 1024;
    private const int TagBytes = 16;
    private const int NonceBytes = 12;

    /// <summary>A stream that encrypts what is written to it; dispose it to write the last chunk. The target stays open.</summary>
    public static Stream Seal(Stream target, byte[] key) => new SealingStream(target, new AesGcm(key, TagBytes));

    /// <summary>Decrypts a package into a stream.</summary>
    /// <exception cref="CryptographicException">It was altered or cut off, or the key is wrong.</exception>
    public static async Task OpenAsync(Stream package, Stream target, byte[] key, CancellationToken cancellationToken)
    {
        using var aes = new AesGcm(key, TagBytes);
        var chunk = new byte[ChunkBytes + TagBytes];
        var plain = new byte[ChunkBytes];
        for (var number = 0L; ; number++)
        {
            var read = await package.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken);
            var last = read < chunk.Length || package.Position == package.Length;
            if (read < TagBytes)
            {
                throw new CryptographicException("The package is cut off.");
            }

            var length = read - TagBytes;
            aes.Decrypt(Nonce(number, last), chunk.AsSpan(0, length), chunk.AsSpan(length, TagBytes), plain.AsSpan(0, length));
            await target.WriteAsync(plain.AsMemory(0, length), cancellationToken);
            if (last)
            {
                return;
            }
        }
    }

    private static byte[] Nonce(long number, bool last)
    {
        var nonce = new byte[NonceBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[^1] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private sealed class SealingStream(Stream target, AesGcm aes) : Stream
    {
        private readonly byte[] _plain = new byte[ChunkBytes];
        private readonly byte[] _sealed = new byte[ChunkBytes + TagBytes];
        private int _filled;
        private long _number;
        private bool _ended;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        // A full chunk is written only when more follows: the last one is marked.
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                if (_filled == ChunkBytes)
                {
                    WriteChunk(last: false);
                }

                var take = Math.Min(ChunkBytes - _filled, buffer.Length);
                buffer[..take].CopyTo(_plain.AsSpan(_filled));
                _filled += take;
                buffer = buffer[take..];
            }
        }

        public override void Flush()
        {
            // What is not a whole chunk waits.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_ended)
            {
                _ended = true;
                WriteChunk(last: true);
                CryptographicOperations.ZeroMemory(_plain);
                aes.Dispose();
            }

            base.Dispose(disposing);
        }

        private void WriteChunk(bool last)
        {
            aes.Encrypt(Nonce(_number++, last), _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, TagBytes));
            target.Write(_sealed.AsSpan(0, _filled + TagBytes));
            _filled = 0;
        }
    }
}
