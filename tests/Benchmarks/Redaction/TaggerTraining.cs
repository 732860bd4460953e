using System.Globalization;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Privacy.Redaction.Scanning;
using RetailServerless.Core.Privacy.Redaction.Tagging;

namespace RetailServerless.Benchmarks.Redaction;

/// <summary>
/// Trains the weights of the tagger on a labelled file in the form of <c>../shared/data/pii</c>: an averaged perceptron with a margin (M. Collins, Discriminative Training Methods for Hidden Markov Models, 2002),
/// over the tags that it gives itself. <c>redaction-train FILE OUT [EPOCHS]</c>. The weights are the same for the same file.
/// </summary>
internal static class TaggerTraining
{
    private const float Margin = 20;
    private const double LeftOut = 0.2;

    public static int Run(string[] args)
    {
        if (args.Length < 2 || !File.Exists(args[0]))
        {
            Console.Error.WriteLine("redaction-train FILE OUT [EPOCHS]: FILE is labelled as ../shared/data/pii is, OUT becomes functions/Core/Privacy/Redaction/Tagging/names.model.");
            return 2;
        }

        var texts = LabelledTexts.Read(args[0]);
        var epochs = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 6;
        var training = new Training();
        var random = new Random(7);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(texts));
            var errors = texts.Sum(training.Learn);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1}: {errors} words wrong"));
        }

        using var file = File.Create(args[1]);
        TaggerModel.Of(training.Average()).Write(file);
        Console.Error.WriteLine($"{file.Length} bytes");
        return 0;
    }

    private sealed class Training
    {
        private readonly float[] _weights = new float[(1 << WordFeatures.Bits) * TaggerModel.Tags];
        private readonly float[] _sums = new float[(1 << WordFeatures.Bits) * TaggerModel.Tags];
        private readonly Redactor _redactor = new(new RedactionPolicy { Kinds = [.. Enum.GetValues<PersonalTextKind>()], PhoneRegions = ["US", "GB", "DE", "FR"] }, TaggerModel.Of(new float[(1 << WordFeatures.Bits) * TaggerModel.Tags]));
        private readonly ScannedText _scanned = new();
        private readonly List<PersonalSpan> _found = [];
        private readonly int[] _features = new int[WordFeatures.Most];
        private readonly Random _random = new(11);
        private double _steps = 1;

        public int Learn(LabelledText text)
        {
            _found.Clear();
            _scanned.Scan(text.Text);
            _redactor.DetectNumbers(_scanned, _found);
            WordTag previous = WordTag.Other, before = WordTag.Other;
            var errors = 0;
            for (var i = 0; i < _scanned.Count; i++)
            {
                var tag = WordTag.Other;
                if (WordTagger.IsCandidate(_scanned, i, previous))
                {
                    var features = Thin(_features.AsSpan(0, WordFeatures.Fill(_scanned, i, previous, before, _features)));
                    var gold = GoldOf(text, _scanned.Words[i]);
                    tag = Step(features, gold, _scanned.Words[i].HasDigit);
                    errors += tag == gold ? 0 : 1;
                    _steps++;
                }

                (before, previous) = (previous, tag);
            }

            return errors;
        }

        // A part of what is seen is left out each time, so that no single sign decides alone (S. Wager and others, Dropout Training as Adaptive Regularization, 2013).
        private Span<int> Thin(Span<int> features)
        {
            var kept = 0;
            foreach (var feature in features)
            {
                if (_random.NextDouble() >= LeftOut)
                {
                    features[kept++] = feature;
                }
            }

            return features[..kept];
        }

        public float[] Average()
        {
            var average = new float[_weights.Length];
            for (var i = 0; i < average.Length; i++)
            {
                average[i] = (float)(_weights[i] - (_sums[i] / _steps));
            }

            return average;
        }

        private WordTag Step(ReadOnlySpan<int> features, WordTag gold, bool hasDigits)
        {
            Span<float> scores = stackalloc float[TaggerModel.Tags];
            scores.Clear();
            foreach (var feature in features)
            {
                for (var tag = 0; tag < TaggerModel.Tags; tag++)
                {
                    scores[tag] += _weights[(feature * TaggerModel.Tags) + tag];
                }
            }

            if (hasDigits)
            {
                scores[(int)WordTag.Name] = scores[(int)WordTag.Organisation] = float.MinValue;
            }

            var best = 0;
            var rival = gold == WordTag.Other ? 1 : 0;
            for (var tag = 1; tag < TaggerModel.Tags; tag++)
            {
                best = scores[tag] > scores[best] ? tag : best;
                rival = tag != (int)gold && scores[tag] > scores[rival] ? tag : rival;
            }

            if (scores[(int)gold] > float.MinValue && scores[(int)gold] - scores[rival] < Margin)
            {
                foreach (var feature in features)
                {
                    Change((feature * TaggerModel.Tags) + (int)gold, 1);
                    Change((feature * TaggerModel.Tags) + rival, -1);
                }
            }

            return (WordTag)best;
        }

        private void Change(int weight, float by)
        {
            _weights[weight] += by;
            _sums[weight] += (float)(by * _steps);
        }

        private static WordTag GoldOf(LabelledText text, Word word)
        {
            foreach (var label in text.Labels)
            {
                if (word.Start >= label.Start && word.End <= label.End)
                {
                    var tag = label.Entity switch { "PERSON" => WordTag.Name, "ADDRESS" => WordTag.Place, "ORGANIZATION" => WordTag.Organisation, _ => WordTag.Other };
                    if (tag != WordTag.Other)
                    {
                        return tag;
                    }
                }
            }

            return WordTag.Other;
        }
    }
}
